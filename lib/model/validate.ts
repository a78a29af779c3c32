import { ServiceError } from '#kernel/service-error.ts'
import type { Input, OperationName } from './api.ts'
import { atLeastLong, atMostLong, mustBe, scalarOf } from './constraints.ts'
import { isSensitive, lowerCamel, perShape, shapeOf } from './schema.ts'
import type { ListShape, MapShape, ScalarShape, Shape, StructureShape } from './schema-types.ts'
import { operations } from './shapes.ts'

/** One broken constraint; `message` is AWS's text for it. */
export interface Problem {
  /** Such as `keyId` or `tags.1.member.tagKey`; `input` when the input itself is no object. */
  readonly path: string
  readonly message: string
}

/** AWS names at most this many (seen at DynamoDB). */
const MOST_PROBLEMS = 10
const NOT_NULL = 'Member must not be null'

/** Throws ValidationException, in AWS's words, unless the input satisfies the model. Takes any value at all. */
export function validateInput<N extends OperationName>(name: N, input: unknown): asserts input is Input<N> {
  const problems = inputProblems(name, input)
  if (problems.length > 0) throw new ServiceError('ValidationException', problemsText(problems))
}

/** AWS's words for what an input breaks. */
export function problemsText(problems: readonly Problem[]): string {
  const count = problems.length === 1 ? '1 validation error' : `${problems.length} validation errors`
  return `${count} detected: ${problems.map(({ message }) => message).join('; ')}`
}

/** The constraints of the model that an input breaks. */
export function inputProblems(name: OperationName, input: unknown): readonly Problem[] {
  return shapeProblems(operations[name].input, input)
}

/** The constraints that a value of a shape breaks, at most ten. Null members count as absent. */
export function shapeProblems(shape: string, value: unknown): readonly Problem[] {
  const problems: Problem[] = []
  checkOf(shape)(value, '', problems)
  return problems
}

type Check = (value: unknown, path: string, problems: Problem[]) => void

const checkOf = perShape(compile)

function compile(shape: Shape): Check {
  switch (shape.type) {
    case 'list':
      return listCheck(shape)
    case 'map':
      return mapCheck(shape)
    case 'structure':
      return structureCheck(shape)
    default:
      return scalarCheck(shape)
  }
}

function scalarCheck(shape: ScalarShape): Check {
  const { broken } = scalarOf(shape)
  const echo = echoOf(shape)
  return (value, path, problems) => {
    for (const text of broken(value)) report(problems, path, echo(value), text)
  }
}

function structureCheck(shape: StructureShape): Check {
  const members = Object.entries(shape.members).map(([name, type]) => ({
    name,
    label: lowerCamel(name),
    required: shape.required?.includes(name) ?? false,
    echo: echoOf(shapeOf(type)),
    check: checkOf(type),
  }))
  return (value, path, problems) => {
    if (!isObject(value)) return report(problems, path || 'input', 'Value', mustBe('a structure'))
    const prefix = path && `${path}.`
    for (const { name, label, required, echo, check } of members) {
      const member = value[name]
      if (member !== undefined && member !== null) check(member, prefix + label, problems)
      else if (required) report(problems, prefix + label, echo(null), NOT_NULL)
    }
  }
}

function listCheck(shape: ListShape): Check {
  const { min = 0, max = Number.POSITIVE_INFINITY } = shape
  const echo = echoOf(shape)
  const member = shapeOf(shape.member)
  const checkMembers = isScalar(member) ? scalarsCheck(member, echo) : structuresCheck(checkOf(shape.member))
  return (value, path, problems) => {
    if (!Array.isArray(value)) return report(problems, path, 'Value', mustBe('a list'))
    if (value.length > max) report(problems, path, echo(value), atMostLong(max))
    if (value.length < min) report(problems, path, echo(value), atLeastLong(min))
    checkMembers([...value], path, problems)
  }
}

type MembersCheck = (list: readonly unknown[], path: string, problems: Problem[]) => void

/** AWS shows the whole list and every constraint of its members, once. */
function scalarsCheck(member: ScalarShape, echo: Echo): MembersCheck {
  const { texts, broken } = scalarOf(member)
  const text = `Member must satisfy constraint: ${all(texts)}`
  return (list, path, problems) => {
    if (list.some((item) => broken(item).length > 0)) report(problems, path, echo(list), text)
  }
}

function structuresCheck(check: Check): MembersCheck {
  return (list, path, problems) => {
    for (const [index, item] of list.entries()) check(item, `${path}.${index + 1}.member`, problems)
  }
}

/** Keys and values of the model's maps are single values. */
function mapCheck(shape: MapShape): Check {
  const echo = echoOf(shape)
  const [key, value] = [shape.key, shape.value].map(shapeOf).filter(isScalar).map(scalarOf)
  if (key === undefined || value === undefined) throw new Error('a map of other than single values')
  return (map, path, problems) => {
    if (!(map instanceof Map)) return report(problems, path, 'Value', mustBe('a Map'))
    if ([...map.keys()].some((item) => key.broken(item).length > 0))
      report(problems, path, echo(map), `Map keys must satisfy constraint: ${all(key.texts)}`)
    if ([...map.values()].some((item) => value.broken(item).length > 0))
      report(problems, path, echo(map), `Map value must satisfy constraint: ${all(value.texts)}`)
  }
}

/** The constraints of members, as newer AWS services write them. */
function all(texts: readonly string[]): string {
  return `[${[...texts, NOT_NULL].join(', ')}]`
}

function isScalar(shape: Shape): shape is ScalarShape {
  return shape.type !== 'list' && shape.type !== 'map' && shape.type !== 'structure'
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function report(problems: Problem[], path: string, echo: string, text: string): void {
  if (problems.length === MOST_PROBLEMS) return
  problems.push({ path, message: `${echo} at '${path}' failed to satisfy constraint: ${text}` })
}

type Echo = (value: unknown) => string

/** Neither sensitive values nor any blobs are repeated. */
function echoOf(shape: Shape): Echo {
  if (shape.type === 'blob' || isSensitive(shape)) return () => 'Value'
  return (value) => (value === null ? 'Value null' : `Value '${print(value)}'`)
}

/** As Java prints strings, numbers, and lists and maps of them. */
function print(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(printSingle).join(', ')}]`
  if (value instanceof Map)
    return `{${[...value].map(([key, item]) => `${printSingle(key)}=${printSingle(item)}`).join(', ')}}`
  return printSingle(value)
}

function printSingle(value: unknown): string {
  if (value === undefined || value === null) return 'null'
  return typeof value === 'object' || typeof value === 'function' ? '{}' : String(value)
}
