import fc from 'fast-check'
import { type OperationName, operationNames } from '#model/api.ts'
import { sample, sampleInput } from '#model/sample.ts'
import { inputShape, isSensitive, shapeOf } from '#model/schema.ts'
import type { Shape } from '#model/schema-types.ts'

/** What must not come to light: printable, so that it would be found as it is too. */
export const canaries = fc.stringMatching(/^[A-Za-z0-9]{24}$/)

/** How many bytes of a canary are enough to have found it. */
const ENOUGH = 12

/** A trace of the canary in a text, in whatever way bytes are usually written; undefined where there is none. */
export function traceOf(canary: string | Uint8Array, text: string): string | undefined {
  const bytes = Buffer.from(canary)
  const numbers = text.replace(/"\d+":|\s/g, '')
  const found = [...partsOf(bytes)].flatMap((part) => writings(part))
  return (
    found.find((writing) => text.includes(writing)) ?? numbersOf(bytes).find((writing) => numbers.includes(writing))
  )
}

/** The parts of a length that base64 writes without looking at their neighbours, wherever the bytes begin. */
function partsOf(bytes: Buffer): readonly Buffer[] {
  const starts = Array.from({ length: Math.max(1, bytes.length - ENOUGH + 1) }, (_, start) => start)
  return starts.map((start) => bytes.subarray(start, start + ENOUGH))
}

function writings(part: Buffer): readonly string[] {
  const hex = part.toString('hex')
  return [part.toString('latin1'), part.toString('base64'), part.toString('base64url'), hex, hex.toUpperCase()]
}

function numbersOf(bytes: Buffer): readonly string[] {
  return partsOf(bytes).map((part) => [...part].join(','))
}

/** Never logged, though the model does not mark them (AWS KMS developer guide, "Logging AWS KMS API calls"). */
const NEVER: ReadonlySet<string> = new Set(['GrantToken', 'GrantTokens', 'Recipient'])

/** Members of an operation's input that hold a secret, with their shapes. */
export function secretMembers(operation: OperationName): readonly (readonly [name: string, shape: Shape])[] {
  return Object.entries(inputShape(operation).members)
    .map(([name, type]) => [name, shapeOf(type)] as const)
    .filter(([name, shape]) => NEVER.has(name) || holdsSecret(shape))
}

function holdsSecret(shape: Shape): boolean {
  if (shape.type === 'structure') return Object.values(shape.members).some((name) => holdsSecret(shapeOf(name)))
  return shape.type === 'blob' || isSensitive(shape)
}

/** Makes a value that holds a canary, of the right type or not. */
type Planting = (canary: string, shape: Shape) => unknown

/** As the model wants it, in every member that is secret. */
function fitting(canary: string, shape: Shape): unknown {
  switch (shape.type) {
    case 'blob':
      return Buffer.from(canary)
    case 'list':
      return [fitting(canary, shapeOf(shape.member))]
    case 'structure':
      return Object.fromEntries(
        Object.entries(shape.members).map(([name, type]) => {
          const member = shapeOf(type)
          return [name, holdsSecret(member) ? fitting(canary, member) : sample(type, true)]
        }),
      )
    default:
      return canary
  }
}

const PLANTINGS: readonly Planting[] = [
  fitting,
  (canary, shape) => (shape.type === 'blob' ? Buffer.from(`ab${canary}xyz`) : fitting(canary.repeat(400), shape)),
  (canary) => canary,
  (canary) => Buffer.from(canary),
  (canary) => Buffer.from(canary).toString('base64'),
  (canary) => [...Buffer.from(canary)],
  (canary) => Buffer.from(canary).toJSON(),
  (canary) => ({ value: { of: [canary] } }),
  (canary) => new Map([[canary, canary]]),
  (canary) => [canary, [canary], { canary }],
]

/** What stands in place of a member that is no secret. */
const JUNK: readonly unknown[] = [null, '', 'x'.repeat(5000), 1e99, -1, {}, [], true]

/** How an input is spoilt: which planting each secret member gets, and what becomes of the others. */
export interface Spoiling {
  readonly plantings: readonly (number | undefined)[]
  readonly junk: readonly (number | undefined)[]
}

const MOST_MEMBERS = Math.max(...operationNames.map((name) => Object.keys(inputShape(name).members).length))

const choices = (count: number, freq: number) =>
  fc.array(fc.option(fc.nat({ max: count - 1 }), { nil: undefined, freq }), {
    minLength: MOST_MEMBERS,
    maxLength: MOST_MEMBERS,
  })

/** Most inputs are whole but for their secrets, so that many of them get past the model's constraints. */
export const spoilings: fc.Arbitrary<Spoiling> = fc.record({
  plantings: choices(PLANTINGS.length, 4),
  junk: fc.oneof(
    { weight: 3, arbitrary: fc.constant<number[]>([]) },
    { weight: 1, arbitrary: choices(JUNK.length, 1) },
  ),
})

/** The input with the canary in its secret members, and in members that the model does not have. */
export function planted(
  operation: OperationName,
  base: object,
  canary: string,
  { plantings, junk }: Spoiling,
): Record<string, unknown> {
  const input: Record<string, unknown> = { ...sampleInput(operation), ...base }
  const secrets = new Map(secretMembers(operation))
  for (const [index, name] of Object.keys(inputShape(operation).members).entries()) {
    const [planting, other] = [plantings[index], junk[index]]
    const shape = secrets.get(name)
    if (shape && planting !== undefined) input[name] = PLANTINGS[planting]?.(canary, shape)
    if (!shape && other !== undefined) input[name] = JUNK[other]
  }
  if (plantings[0] === 0) input.PlainText = canary
  return input
}
