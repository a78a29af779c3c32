import { builtCloudTrailOperations } from '#cloudtrail/ports/operations.ts'
import { builtIamOperations } from '#iam/ports/operations.ts'
import type { Ids } from '#kernel/random.ts'
import type { Fault, FaultCode, SisterCode } from '#kms/ports.ts'
import { FAULT_KINDS, isFaultCode, isSisterCode, MAX_FAULTS, MAX_LATENCY, MAX_SKEW, SISTER_ERRORS } from '#kms/ports.ts'
import type { KmsErrorCode } from '#model/errors.ts'
import { errorFaults } from '#model/errors.ts'
import { permissions } from '#model/permissions.ts'
import { builtStsOperations } from '#sts/ports/operations.ts'
import { invalid } from './errors.ts'

type Members = Readonly<Record<string, unknown>>
type Kind = Fault['kind']

/** A fault as it is asked for: its id may be left out. */
export type AskedFault = Fault extends infer F
  ? F extends Fault
    ? Omit<F, 'id'> & { readonly id?: string }
    : never
  : never

const AIMED = ['id', 'kind', 'operation', 'keyId', 'rate', 'every']
/** What each kind may have. */
const MEMBERS: Readonly<Record<Kind, readonly string[]>> = {
  throttle: AIMED,
  latency: [...AIMED, 'millis'],
  error: [...AIMED, 'code', 'message'],
  'xks-proxy-down': AIMED,
  'clock-skew': ['id', 'kind', 'rate', 'every', 'skewMillis'],
}
const MAX_MESSAGE = 1000
const MAX_EVERY = 1_000_000

/** The faults of a request. Throws ValidationException, which names the first member that is wrong. */
export function faultList(value: unknown): readonly AskedFault[] {
  if (!Array.isArray(value)) throw invalid('The faults must be a list.')
  if (value.length > MAX_FAULTS) throw invalid(`A sandbox has at most ${MAX_FAULTS} faults.`)
  const faults = value.map((each: unknown, index) => faultOf(each, `faults[${index}]`))
  checkIds(faults, 'faults')
  return faults
}

/** Refuses an id that two of them have. `at`: the way to the list, by which the refusal begins. */
export function checkIds(faults: readonly AskedFault[], at: string): void {
  const ids = faults.map(({ id }) => id)
  const index = ids.findIndex((id, index) => id !== undefined && ids.indexOf(id) !== index)
  if (index >= 0) throw invalid(`${at}[${index}].id is that of a fault above it.`)
}

/** Each with an id: those that have none get one that no other has. */
export function identified(faults: readonly AskedFault[], ids: Ids): readonly Fault[] {
  return faults.map((fault) => ({ id: `fault-${ids.uuid().slice(0, 8)}`, ...fault }))
}

/** One fault. `at`: the way to it, by which a refusal begins. */
export function faultOf(value: unknown, at: string): AskedFault {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw invalid(`${at} must be an object.`)
  const members: Members = Object.fromEntries(Object.entries(value))
  const kind = FAULT_KINDS.find((each) => each === members.kind)
  if (!kind) throw invalid(`${at}.kind must be one of ${FAULT_KINDS.join(', ')}.`)
  const unknown = Object.keys(members).find((name) => !MEMBERS[kind].includes(name))
  if (unknown !== undefined) {
    throw invalid(
      `${at}.${unknown} is no member of a fault of the kind ${kind}, which has ${MEMBERS[kind].join(', ')}.`,
    )
  }
  const aim = aimOf(members, at)
  switch (kind) {
    case 'throttle':
    case 'xks-proxy-down':
      if (kind !== 'throttle' && isOfSister(aim.operation)) throw invalid(`${at}.operation must be one of AWS KMS.`)
      return { kind, ...aim }
    case 'latency':
      return { kind, ...aim, millis: integer(members.millis, 1, MAX_LATENCY, `${at}.millis`) }
    case 'error':
      return { kind, ...aim, code: codeOf(members.code, aim, at), ...messageOf(members.message, `${at}.message`) }
    case 'clock-skew':
      return { kind, ...aim, skewMillis: integer(members.skewMillis, -MAX_SKEW, MAX_SKEW, `${at}.skewMillis`) }
  }
}

/** Whether an operation is that of a sister service. */
const isOfSister = (operation: unknown) => typeof operation === 'string' && operation.includes(':')

function aimOf({ id, operation, keyId, rate, every }: Members, at: string) {
  if (rate !== undefined && every !== undefined) throw invalid(`${at} must have one of rate and every, not both.`)
  if (rate !== undefined && !(typeof rate === 'number' && rate > 0 && rate <= 1)) {
    throw invalid(`${at}.rate must be a number above 0, and 1 at most.`)
  }
  if (isOfSister(operation) && keyId !== undefined) throw invalid(`${at}.keyId is for operations of AWS KMS.`)
  return {
    ...(id !== undefined && { id: text(id, /^[\w.-]{1,64}$/, `${at}.id`, '1 to 64 letters, digits, _, . and -') }),
    ...(operation !== undefined && { operation: operationOf(operation, `${at}.operation`) }),
    ...(keyId !== undefined && { keyId: text(keyId, KEY, `${at}.keyId`, 'the id or ARN of a key, not an alias') }),
    ...(rate !== undefined && { rate }),
    ...(every !== undefined && { every: integer(every, 1, MAX_EVERY, `${at}.every`) }),
  }
}

const KEY = /^(arn:[a-z-]+:kms:[a-z0-9-]+:\d{12}:key\/)?(mrk-[0-9a-f]{32}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$/

const OPERATIONS: readonly string[] = [
  ...Object.keys(permissions),
  ...builtIamOperations.map((name) => `iam:${name}`),
  ...builtStsOperations.map((name) => `sts:${name}`),
  ...builtCloudTrailOperations.map((name) => `cloudtrail:${name}`),
]

/** A name that nothing has would never strike, so it is refused. */
function operationOf(value: unknown, at: string): string {
  const wanted = 'the name of an operation, as Decrypt or iam:CreateUser, or the beginning of one and *'
  const name = text(value, /^((iam|sts|cloudtrail):)?\w*\*?$/, at, wanted)
  const isMeant = (known: string) => (name.endsWith('*') ? known.startsWith(name.slice(0, -1)) : known === name)
  if (OPERATIONS.some((known) => known.includes(':') === name.includes(':') && isMeant(known))) return name
  throw invalid(`${at} must be ${wanted}.`)
}

function codeOf(
  value: unknown,
  { operation = '' }: { readonly operation?: string },
  at: string,
): FaultCode | SisterCode {
  if (operation.includes(':')) {
    if (typeof value === 'string' && isSisterCode(value)) return value
    throw invalid(`${at}.code must be one of ${Object.keys(SISTER_ERRORS).join(', ')} for that operation.`)
  }
  const isKnown = (code: unknown): code is KmsErrorCode => typeof code === 'string' && code in errorFaults
  if (isKnown(value) && isFaultCode(value)) return value
  const why = 'refusals of permission and of signatures are made by what causes them'
  throw invalid(`${at}.code must be an exception of AWS KMS, such as KMSInternalException; ${why}.`)
}

function messageOf(value: unknown, at: string) {
  if (value === undefined) return {}
  return { message: text(value, new RegExp(`^[^]{1,${MAX_MESSAGE}}$`), at, `a text of 1 to ${MAX_MESSAGE} characters`) }
}

function text(value: unknown, form: RegExp, at: string, wanted: string): string {
  if (typeof value === 'string' && form.test(value)) return value
  throw invalid(`${at} must be ${wanted}.`)
}

function integer(value: unknown, least: number, most: number, at: string): number {
  if (typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most) return value
  throw invalid(`${at} must be a whole number from ${least} to ${most}.`)
}
