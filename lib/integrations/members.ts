import { fromBase64 } from '#kernel/bytes.ts'
import type { Region } from '#kernel/ids.ts'
import { isRegion } from '#kernel/ids.ts'
import type { Schema } from '#kernel/json-schema.ts'
import { invalid } from './errors.ts'

type IsKnownRegion = (name: string) => boolean

/** A member of an input, by its form: what people are told of it, and how it is read. */
export interface Member<V> {
  readonly schema: Schema
  readonly isRequired: boolean
  /** Undefined is a member that is left out. Throws ValidationException for one of another form. */
  read(value: unknown, name: string, isKnownRegion: IsKnownRegion): V
}

export type Members = Readonly<Record<string, Member<unknown>>>

/** What an input of these members is read as. */
export type Input<M extends Members> = { readonly [N in keyof M]: M[N] extends Member<infer V> ? V : never }

const MOST_CHARACTERS = 2048

/** A text of at least one character, well-formed. */
export const text = (most = MOST_CHARACTERS): Member<string> =>
  textThat((value) => value.length >= 1 && value.length <= most, `of 1 to ${most} characters`, {
    minLength: 1,
    maxLength: most,
  })

export const matching = (form: RegExp): Member<string> =>
  textThat((value) => form.test(value), `that matches ${form.source}`, { pattern: form.source })

function textThat(isOfForm: (value: string) => boolean, form: string, schema: Schema): Member<string> {
  return required({ type: 'string', ...schema }, `a text ${form}`, (value) =>
    typeof value === 'string' && value.isWellFormed() && isOfForm(value) ? value : undefined,
  )
}

/** Base64 of up to `most` bytes. */
export function bytes(most: number): Member<Buffer> {
  const schema = { type: 'string', contentEncoding: 'base64', maxLength: Math.ceil(most / 3) * 4 }
  return required(schema, `base64 of at most ${most} bytes`, (value) => {
    const read = typeof value === 'string' ? fromBase64(value) : undefined
    return read && read.length <= most ? read : undefined
  })
}

export function integer(least: number, most: number): Member<number> {
  const schema = { type: 'integer', minimum: least, maximum: most }
  return required(schema, `an integer from ${least} to ${most}`, (value) =>
    typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most ? value : undefined,
  )
}

export const boolean: Member<boolean> = required({ type: 'boolean' }, 'true or false', (value) =>
  typeof value === 'boolean' ? value : undefined,
)

export function choice<T extends string>(choices: readonly T[]): Member<T> {
  return required({ type: 'string', enum: choices }, `one of ${choices.join(', ')}`, (value) =>
    choices.find((one) => one === value),
  )
}

const REGION: Schema = { type: 'string' }

export const region: Member<Region> = required(REGION, 'a Region, such as us-east-1', asRegion)

/** Two different Regions or more. */
export const regions: Member<readonly [Region, ...Region[]]> = required(
  { type: 'array', items: REGION, minItems: 2, uniqueItems: true },
  'a list of two different Regions or more',
  (value, isKnownRegion) => {
    const given: unknown[] = Array.isArray(value) ? value : []
    const [first, ...others] = given.flatMap((one) => asRegion(one, isKnownRegion) ?? [])
    const all = new Set([first, ...others])
    return first !== undefined && all.size === given.length && all.size > 1 ? [first, ...others] : undefined
  },
)

/** A JSON object. */
export const object: Member<object> = required({ type: 'object' }, 'an object', (value) =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined,
)

export function optional<V>({ schema, read }: Member<V>): Member<V | undefined> {
  return { schema, isRequired: false, read: (value, ...more) => (value === undefined ? value : read(value, ...more)) }
}

/** One that has a value where it is left out. */
export function otherwise<V extends string | number>({ schema, read }: Member<V>, value: V): Member<V> {
  return {
    schema: { ...schema, default: value },
    isRequired: false,
    read: (given, ...more) => (given === undefined ? value : read(given, ...more)),
  }
}

/** The form of a whole input. */
export function schemaOf(members: Members): Schema {
  const all = Object.entries(members)
  return {
    type: 'object',
    properties: Object.fromEntries(all.map(([name, { schema }]) => [name, schema])),
    required: all.filter(([, { isRequired }]) => isRequired).map(([name]) => name),
    additionalProperties: false,
  }
}

/**
 * Reads an input. Throws ValidationException where one of its members is of another form, and for members that there
 * are not: one that is misspelled must not be taken for one that is left out.
 */
export function readInput<M extends Members>(input: unknown, members: M, isKnownRegion: IsKnownRegion): Input<M> {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) throw invalid('The input must be an object.')
  const given = new Map<string, unknown>(Object.entries(input))
  const read = Object.entries(members).map(([name, member]) => {
    const value = given.get(name) ?? undefined
    if (value === undefined && member.isRequired) throw invalid(`${name} is required.`)
    return [name, member.read(value, name, isKnownRegion)]
  })
  const odd = [...given.keys()].find((name) => !Object.hasOwn(members, name))
  if (odd !== undefined) throw invalid(`There is no member ${odd}.`)
  return Object.fromEntries(read) as Input<M>
}

/** `parse` answers undefined for a value of another form. */
function required<V>(
  schema: Schema,
  form: string,
  parse: (value: unknown, isKnownRegion: IsKnownRegion) => V | undefined,
): Member<V> {
  return {
    schema,
    isRequired: true,
    read(value, name, isKnownRegion) {
      const read = parse(value, isKnownRegion)
      if (read === undefined) throw invalid(`${name} must be ${form}.`)
      return read
    },
  }
}

function asRegion(value: unknown, isKnownRegion: IsKnownRegion): Region | undefined {
  return typeof value === 'string' && isRegion(value) && isKnownRegion(value) ? value : undefined
}
