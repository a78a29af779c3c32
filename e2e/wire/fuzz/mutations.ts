import type { OperationName } from '#model/api.ts'
import { inputShape, lowerCamel, shapeOf } from '#model/schema.ts'
import type { BlobShape, ListShape, MapShape, StringShape, StructureShape } from '#model/schema-types.ts'
import { brokenTexts } from './constraints.ts'
import { base64, echo, isObject, type Json, jsonSample, misfits, oddValues, textOfLength } from './values.ts'

/** How the mutated input must be answered. */
export type Expectation =
  /** SerializationException. */
  | { readonly kind: 'misread' }
  /** ValidationException with exactly these words. */
  | { readonly kind: 'broken'; readonly message: string }
  /** As the valid input is. */
  | { readonly kind: 'unchanged' }
  /** The model takes it: a success or an error that the operation may give, but neither of the first two. */
  | { readonly kind: 'taken' }

export interface Mutation {
  /** Such as `.Tags.0.TagKey = null`. */
  readonly what: string
  readonly make: (valid: Json) => Json
  readonly expected: Expectation
}

/** A place in an input: how AWS calls it, what the model says lies there, and how to put something else there. */
interface Place {
  readonly what: string
  readonly path: string
  readonly type: string
  /** What lies there in the valid input, or a sample where nothing does. */
  readonly value: Json
  /** Whether it lies in the valid input: then what does not change its meaning does not change the answer. */
  readonly isThere: boolean
  readonly put: (value: Json | undefined) => Mutation['make']
}

const MISREAD: Expectation = { kind: 'misread' }
const TAKEN: Expectation = { kind: 'taken' }
const UNCHANGED: Expectation = { kind: 'unchanged' }
const NOT_NULL = 'Member must not be null'
/** More than anybody means, and less than a body may hold. */
const MANY = 5000
const UNKNOWN = 'NotInTheModel'

/** Every way that the model tells to spoil a valid input, one at a time. */
export function* mutationsOf(name: OperationName, valid: Json): Iterable<Mutation> {
  const whole = { what: '', path: '', type: '', value: valid, isThere: true, put: () => (input: Json) => input }
  yield* inStructure(inputShape(name), whole, (member, value) => (input) => withMember(input, member, value))
}

type PutMember = (name: string, value: Json | undefined) => Mutation['make']

function* inStructure(shape: StructureShape, whole: Place, put: PutMember): Iterable<Mutation> {
  const { what, path, value, isThere } = whole
  const unknown = { a: [1, null, 'text'] }
  yield { what: `${what}.${UNKNOWN}`, make: put(UNKNOWN, unknown), expected: isThere ? UNCHANGED : TAKEN }
  for (const [name, type] of Object.entries(shape.members)) {
    const here = isObject(value) ? value[name] : undefined
    const member: Place = {
      what: `${what}.${name}`,
      path: `${path && `${path}.`}${lowerCamel(name)}`,
      type,
      value: here ?? jsonSample(type),
      isThere: isThere && here !== undefined,
      put: (item) => put(name, item),
    }
    const isRequired = shape.required?.includes(name) ?? false
    for (const nothing of [undefined, null]) yield at(member, nothing, whenAbsent(member, isThere, isRequired))
    yield* ofMember(member)
  }
}

/** Members that are there but not required may change the answer when they go. */
function whenAbsent({ path, type, isThere }: Place, isParentThere: boolean, isRequired: boolean): Expectation {
  if (isRequired) return { kind: 'broken', message: sentence(path, type, undefined, [NOT_NULL]) }
  return isParentThere && !isThere ? UNCHANGED : TAKEN
}

function* ofMember(place: Place): Iterable<Mutation> {
  const { path, type, value, put } = place
  const shape = shapeOf(type)
  for (const item of misfits(shape)) yield at(place, item, MISREAD)
  for (const item of [...atBounds(type, value), ...oddValues(type)]) yield at(place, item, judged(path, type, item))
  if (shape.type === 'structure') {
    yield* inStructure(shape, place, (name, item) => put(withMember(value, name, item)))
  }
  if (shape.type === 'list') yield* inList(shape, place)
  if (shape.type === 'map') yield* inMap(shape, place)
}

function judged(path: string, type: string, value: Json): Expectation {
  const texts = brokenTexts(type, value)
  return texts.length === 0 ? { kind: 'taken' } : { kind: 'broken', message: sentence(path, type, value, texts) }
}

/** Values just within and just beyond each bound. */
function* atBounds(type: string, valid: Json): Iterable<Json> {
  const shape = shapeOf(type)
  switch (shape.type) {
    case 'integer':
      yield* sizesAround(shape)
      return
    case 'string':
    case 'blob':
    case 'list':
      for (const size of sizesAround(shape)) if (size >= 0) yield ofLength(shape, valid, size)
  }
}

function sizesAround({ min, max }: { readonly min?: number; readonly max?: number }): readonly number[] {
  return [...(min === undefined ? [] : [min - 1, min]), ...(max === undefined ? [] : [max, max + 1])]
}

function ofLength(shape: StringShape | BlobShape | ListShape, valid: Json, length: number): Json {
  switch (shape.type) {
    case 'string':
      return textOfLength(shape, valid, length)
    case 'blob':
      return base64(length)
    case 'list':
      return Array<Json>(length).fill(jsonSample(shape.member))
  }
}

/** The first member stands for all structures, and for single values one that is put beside it. */
function* inList(shape: ListShape, list: Place): Iterable<Mutation> {
  const { what, path, type, value, isThere, put } = list
  const first = (Array.isArray(value) ? value[0] : undefined) ?? jsonSample(shape.member)
  const member = shapeOf(shape.member)
  yield at(list, [], judged(path, type, []))
  if (shape.max === undefined) yield at(list, Array<Json>(MANY).fill(first), TAKEN)
  for (const item of [null, ...misfits(member)]) yield at(list, [first, item], MISREAD)
  if (member.type === 'structure') {
    const inner = { what: `${what}.0`, path: `${path}.1.member`, type: shape.member, value: first, isThere, put }
    yield* inStructure(member, inner, (name, item) => put([withMember(first, name, item)]))
    return
  }
  for (const item of [...atBounds(shape.member, first), ...oddValues(shape.member)]) {
    yield at(list, [first, item], judged(path, type, [first, item]))
  }
}

function* inMap({ key, value }: MapShape, map: Place): Iterable<Mutation> {
  const single = jsonSample(value)
  yield at(map, {}, TAKEN)
  yield at(map, Object.fromEntries(Array.from({ length: MANY }, (_, n) => [`key${n}`, single])), TAKEN)
  for (const length of [2 ** 16 - 1, 2 ** 16]) yield at(map, { a: 'a'.repeat(length) }, TAKEN)
  for (const item of [null, ...misfits(shapeOf(value))]) yield at(map, { a: item }, MISREAD)
  const names = [...atBounds(key, 'a'), ...oddValues(key)].map((name) => Object.fromEntries([[String(name), single]]))
  const items = [...atBounds(value, single), ...oddValues(value)].map((item) => ({ a: item }))
  for (const item of [...names, ...items]) yield at(map, item, judged(map.path, map.type, item))
}

function sentence(path: string, type: string, value: Json | undefined, texts: readonly string[]): string {
  const count = texts.length === 1 ? '1 validation error' : `${texts.length} validation errors`
  const parts = texts.map((text) => `${echo(type, value)} at '${path}' failed to satisfy constraint: ${text}`)
  return `${count} detected: ${parts.join('; ')}`
}

const SHOWN = 60

function at({ what, put }: Place, value: Json | undefined, expected: Expectation): Mutation {
  const text = value === undefined ? 'absent' : JSON.stringify(value)
  const shown = text.length > SHOWN ? `${text.slice(0, SHOWN)}… (${text.length})` : text
  return { what: `${what} = ${shown}`, make: put(value), expected }
}

function withMember(whole: Json, name: string, value: Json | undefined): Json {
  const { [name]: _, ...others } = isObject(whole) ? whole : {}
  return value === undefined ? others : { ...others, [name]: value }
}
