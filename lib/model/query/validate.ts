import { ServiceError } from '#kernel/service-error.ts'
import { atMostLong, mustBe, scalarOf } from '../constraints.ts'
import { lowerCamel } from '../schema.ts'
import type { QueryList, QueryShape, QueryStructure, QueryText } from './shape.ts'

/** AWS names at most this many. */
const MOST_PROBLEMS = 10

/** What is wrong with an input: sentences in AWS's words, and those of them that go before all others. */
interface Problems {
  readonly broken: string[]
  readonly invalid: string[]
}

/** Throws ValidationError, in AWS's words, unless a value satisfies its shape. Takes any value at all. */
export function validateQueryInput(shape: QueryStructure, input: unknown): void {
  const problems: Problems = { broken: [], invalid: [] }
  checkStructure(shape, input, '', problems)
  const { broken, invalid } = problems
  if (broken.length > 0) {
    const count =
      broken.length === 1 ? '1 validation error' : `${Math.min(broken.length, MOST_PROBLEMS)} validation errors`
    throw validationError(`${count} detected: ${broken.slice(0, MOST_PROBLEMS).join('; ')}`)
  }
  if (invalid[0] !== undefined) throw validationError(invalid[0])
}

export function validationError(message: string): ServiceError {
  return new ServiceError('ValidationError', message)
}

function check(shape: QueryShape, value: unknown, path: string, problems: Problems): void {
  if (shape.type === 'structure') checkStructure(shape, value, path, problems)
  else if (shape.type === 'list') checkList(shape, value, path, problems)
  else if (shape.type === 'map') note(problems, value, path, mustBe('absent'))
  else {
    const shown = shape.type === 'string' && shape.sensitive ? UNTOLD : value
    for (const constraint of scalarOf(shape).broken(value)) note(problems, shown, path, constraint)
    if (shape.type === 'string' && typeof value === 'string') checkForm(shape, value, path, problems)
  }
}

function checkStructure({ members }: QueryStructure, value: unknown, path: string, problems: Problems): void {
  if (typeof value !== 'object' || value === null) {
    note(problems, value, path || 'input', mustBe('a structure'))
    return
  }
  for (const [name, shape] of Object.entries(members)) {
    const member: unknown = Object.hasOwn(value, name) ? Reflect.get(value, name) : undefined
    const at = (path && `${path}.`) + lowerCamel(name)
    if (member !== undefined && member !== null) check(shape, member, at, problems)
    else if (shape.required) note(problems, null, at, 'Member must not be null')
  }
}

function checkList({ max, member }: QueryList, value: unknown, path: string, problems: Problems): void {
  if (!Array.isArray(value)) {
    note(problems, value, path, mustBe('a list'))
    return
  }
  if (max !== undefined && value.length > max) note(problems, value, path, atMostLong(max))
  for (const [index, item] of value.entries()) check(member, item, `${path}.${index + 1}.member`, problems)
}

function checkForm({ form }: QueryText, value: string, path: string, problems: Problems): void {
  if (form === undefined || form.pattern.test(value)) return
  if (form.words !== undefined) problems.invalid.push(`The specified value for ${path} is invalid. ${form.words}`)
  else {
    const pattern = form.pattern.source.replace(/^\^|\$$/g, '')
    note(problems, value, path, `Member must satisfy regular expression pattern: ${pattern}`)
  }
}

/** In place of a value that is marked sensitive: it is not repeated. */
const UNTOLD = {}

function note(problems: Problems, value: unknown, path: string, constraint: string): void {
  const echo = value === null ? 'Value null' : typeof value === 'object' ? 'Value' : `Value '${String(value)}'`
  problems.broken.push(`${echo} at '${path}' failed to satisfy constraint: ${constraint}`)
}
