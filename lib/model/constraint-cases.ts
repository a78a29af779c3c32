import type { OperationName } from './api.ts'
import { sample, sampleInput } from './sample.ts'
import { inputShape, lowerCamel, shapeOf } from './schema.ts'
import type { StringShape, StructureShape } from './schema-types.ts'

/** A value that breaks one constraint, and one that just satisfies it. */
interface Pair {
  readonly text: string
  readonly breaks: unknown
  readonly fits: unknown
}

export interface Case extends Pair {
  readonly path: string
}

type Place = (value: unknown) => unknown

/** For tests: inputs for each constraint of each member: one that breaks it, one that just satisfies it. */
export function casesOf(name: OperationName): Iterable<Case> {
  return structureCases(inputShape(name), '', sampleInput(name, true), (value) => value)
}

function* structureCases(shape: StructureShape, prefix: string, whole: object, place: Place): Iterable<Case> {
  for (const [name, type] of Object.entries(shape.members)) {
    const path = prefix + lowerCamel(name)
    const at = (value: unknown) => place({ ...whole, [name]: value })
    if (shape.required?.includes(name)) yield { path, text: 'not be null', breaks: at(undefined), fits: place(whole) }
    yield* memberCases(type, path, at)
  }
}

function* memberCases(type: string, path: string, at: Place): Iterable<Case> {
  const shape = shapeOf(type)
  yield* placed(pairs(type), path, at)
  if (shape.type === 'structure') yield* structureCases(shape, `${path}.`, Object(sample(type, true)), at)
  if (shape.type !== 'list') return
  const member = shapeOf(shape.member)
  const atFirst = (value: unknown) => at([value])
  const whole = Object(sample(shape.member, true))
  if (member.type === 'structure') yield* structureCases(member, `${path}.1.member.`, whole, atFirst)
  else yield* placed(pairs(shape.member), path, atFirst)
}

function placed(list: readonly Pair[], path: string, at: Place): readonly Case[] {
  return list.map(({ text, breaks, fits }) => ({ path, text, breaks: at(breaks), fits: at(fits) }))
}

function pairs(type: string): readonly Pair[] {
  const shape = shapeOf(type)
  switch (shape.type) {
    case 'string':
      return stringPairs(shape, sample(type, true))
    case 'blob':
      return bounds(shape, 'length', (length) => new Uint8Array(length))
    case 'integer':
      return bounds(shape, 'value', (value) => value)
    case 'list':
      return bounds(shape, 'length', (length) => Array(length).fill(sample(shape.member, true)))
    default:
      return []
  }
}

function stringPairs(shape: StringShape, fits: unknown): readonly Pair[] {
  const { pattern, enum: values, min = 0 } = shape
  return [
    ...bounds(shape, 'length', (length) => 'a'.repeat(length)),
    ...(pattern ? [{ text: 'pattern: ', breaks: 'Ā'.repeat(Math.max(min, 1)), fits }] : []),
    ...(values ? [{ text: 'enum value set: ', breaks: 'NOT_IN_IT', fits }] : []),
  ]
}

type Bounds = { readonly min?: number; readonly max?: number }

function bounds({ min, max }: Bounds, what: string, make: (size: number) => unknown): readonly Pair[] {
  const pair = (word: string, bound: number, beyond: number): Pair => ({
    text: `${what} ${word} than or equal to ${bound}`,
    breaks: make(beyond),
    fits: make(bound),
  })
  return [
    ...(max === undefined ? [] : [pair('less', max, max + 1)]),
    ...(min === undefined || (min === 0 && what === 'length') ? [] : [pair('greater', min, min - 1)]),
  ]
}
