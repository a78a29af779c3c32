import type { EpochMillis } from '#kernel/ids.ts'
import type { OperationName } from '#model/api.ts'
import { lowerCamel, perShape } from '#model/schema.ts'
import type { MapShape, Shape, StructureShape } from '#model/schema-types.ts'
import { inputProblems, type Problem, problemsText } from '#model/validate.ts'
import { dateText } from './date-text.ts'
import type { Json } from './record.ts'

/** How many characters may still be recorded: bounds what hostile input can put into the log. */
export interface Budget {
  left: number
}

/** What CloudTrail grants request parameters and response elements each. */
export const MAX_CHARACTERS = 100_000
/** The longest text of a valid call is a key policy. */
const MAX_TEXT = 32_768

/**
 * Members that are never recorded, beside every blob and everything the model marks sensitive
 * (AWS KMS developer guide: grant tokens; the attestation of a recipient has fields of its own; a certificate is told by
 * its cluster). The token of a next page is of no use to anybody but its caller, and of none to a reader of the log.
 */
const NEVER: ReadonlySet<string> = new Set([
  'GrantToken',
  'GrantTokens',
  'NextToken',
  'Recipient',
  'TrustAnchorCertificate',
  'XksProxyAuthenticationCredential',
])

/**
 * The message of an error as it may be recorded: where the model's constraints repeat a value of such a member, it is
 * left out.
 */
export function recordableMessage(operation: OperationName, input: unknown, message: string): string {
  const problems = inputProblems(operation, input)
  if (message !== problemsText(problems)) return message
  return problemsText(problems.map((problem) => (isNeverRecorded(problem) ? withoutValue(problem) : problem)))
}

function isNeverRecorded({ path }: Problem): boolean {
  const [member = ''] = path.split('.')
  return NEVER.has(member.charAt(0).toUpperCase() + member.slice(1))
}

/** The value stands before the last mention of the path: behind it there are only words of the model. */
function withoutValue({ path, message }: Problem): Problem {
  return { path, message: `Value${message.slice(message.lastIndexOf(` at '${path}' failed`))}` }
}

type Redactor = (value: unknown, budget: Budget) => Json | undefined

/**
 * What may be recorded of a value of a shape: members that are unknown, of the wrong type or secret are left
 * out, dates become text, what exceeds the budget is cut. Takes anything: it also sees input that failed validation.
 */
export const redactorOf: (shapeName: string) => Redactor = perShape(compile)

function compile(shape: Shape): Redactor {
  switch (shape.type) {
    case 'blob':
      return nothing
    case 'string':
      return shape.sensitive ? nothing : text
    case 'boolean':
      return (value) => (typeof value === 'boolean' ? value : undefined)
    case 'integer':
      return (value) => (Number.isFinite(value) ? Number(value) : undefined)
    case 'timestamp':
      return date
    case 'list':
      return list(redactorOf(shape.member))
    case 'map':
      return map(shape)
    case 'structure':
      return structure(shape)
  }
}

const nothing: Redactor = () => undefined

function text(value: unknown, budget: Budget): string | undefined {
  if (typeof value !== 'string' || budget.left <= 0) return undefined
  const room = Math.min(MAX_TEXT, budget.left)
  budget.left -= Math.min(value.length, room)
  return value.length <= room ? value : `${value.slice(0, room).toWellFormed()}…`
}

const LATEST = 8.64e15

function date(value: unknown): string | undefined {
  return typeof value === 'number' && Math.abs(value) <= LATEST ? dateText(value as EpochMillis) : undefined
}

function list(redact: Redactor): Redactor {
  return (value, budget) => {
    if (!Array.isArray(value)) return undefined
    const kept: Json[] = []
    for (const item of value) {
      if (!spend(budget)) break
      const one = redact(item, budget)
      if (one !== undefined) kept.push(one)
    }
    return kept
  }
}

function map(shape: MapShape): Redactor {
  const redactKey = redactorOf(shape.key)
  const redactValue = redactorOf(shape.value)
  return (value, budget) => {
    const entries = value instanceof Map ? value : isObject(value) ? Object.entries(value) : undefined
    if (entries === undefined) return undefined
    const kept: [string, Json][] = []
    for (const [key, item] of entries) {
      if (!spend(budget)) break
      const name = redactKey(key, budget)
      const one = redactValue(item, budget)
      if (typeof name === 'string' && one !== undefined) kept.push([name, one])
    }
    return Object.fromEntries(kept)
  }
}

function structure(shape: StructureShape): Redactor {
  const members = Object.entries(shape.members)
    .filter(([name]) => !NEVER.has(name))
    .map(([name, type]) => ({ name, shown: lowerCamel(name), redact: redactorOf(type) }))
    .filter(({ redact }) => redact !== nothing)
    .sort((a, b) => (a.shown < b.shown ? -1 : 1))
  return (value, budget) => {
    if (!isObject(value)) return undefined
    const kept: Record<string, Json> = {}
    for (const { name, shown, redact } of members) {
      const one = Object.hasOwn(value, name) ? redact(value[name], budget) : undefined
      if (one !== undefined) kept[shown] = one
    }
    return kept
  }
}

/** Every item costs something, so that empty ones cannot pile up either. */
function spend(budget: Budget): boolean {
  budget.left -= 1
  return budget.left > 0
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
