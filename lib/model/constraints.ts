import type { BlobShape, IntegerShape, ScalarShape, StringShape } from './schema-types.ts'

/** What a single value must be. */
export interface Scalar {
  /** The texts of all its constraints, in AWS's order. */
  readonly texts: readonly string[]
  /** The texts of those that a value does not satisfy; of its JavaScript type alone, if that is wrong. */
  broken(value: unknown): readonly string[]
}

interface Constraint<T> {
  readonly text: string
  readonly holds: (value: T) => boolean
}

const MAX_DATE = 8.64e15
const NONE: readonly string[] = []

export function scalarOf(shape: ScalarShape): Scalar {
  switch (shape.type) {
    case 'string':
      return scalar('a string', (value) => typeof value === 'string', stringConstraints(shape))
    case 'blob':
      return scalar('a Uint8Array', (value) => value instanceof Uint8Array, blobConstraints(shape))
    case 'integer':
      return scalar('an integer', isInteger, integerConstraints(shape))
    case 'boolean':
      return scalar('a boolean', (value) => typeof value === 'boolean', [])
    case 'timestamp':
      return scalar('a time in milliseconds', isTime, [])
  }
}

function scalar<T>(type: string, is: (value: unknown) => value is T, constraints: readonly Constraint<T>[]): Scalar {
  return {
    texts: constraints.map(({ text }) => text),
    broken(value) {
      if (!is(value)) return [mustBe(type)]
      if (constraints.every(({ holds }) => holds(value))) return NONE
      return constraints.filter(({ holds }) => !holds(value)).map(({ text }) => text)
    },
  }
}

/** AWS has no text for a wrong type: there it does not get past decoding. */
export function mustBe(type: string): string {
  return `Member must be ${type}`
}

export function atMostLong(max: number): string {
  return `Member must have length less than or equal to ${max}`
}

export function atLeastLong(min: number): string {
  return `Member must have length greater than or equal to ${min}`
}

function isInteger(value: unknown): value is number {
  return Number.isSafeInteger(value)
}

function isTime(value: unknown): value is number {
  return isInteger(value) && Math.abs(value) <= MAX_DATE
}

function present<T>(constraints: readonly (Constraint<T> | undefined)[]): readonly Constraint<T>[] {
  return constraints.filter((constraint) => constraint !== undefined)
}

function blobConstraints({ min, max }: BlobShape): readonly Constraint<Uint8Array>[] {
  return present([
    max === undefined ? undefined : { text: atMostLong(max), holds: ({ length }) => length <= max },
    min === undefined ? undefined : { text: atLeastLong(min), holds: ({ length }) => length >= min },
  ])
}

function integerConstraints({ min, max }: IntegerShape): readonly Constraint<number>[] {
  const text = (bound: string, limit: number) => `Member must have value ${bound} than or equal to ${limit}`
  return present([
    max === undefined ? undefined : { text: text('less', max), holds: (value) => value <= max },
    min === undefined ? undefined : { text: text('greater', min), holds: (value) => value >= min },
  ])
}

function stringConstraints({ min, max, pattern, enum: values }: StringShape): readonly Constraint<string>[] {
  return present([
    max === undefined ? undefined : { text: atMostLong(max), holds: (value) => !isLonger(value, max) },
    min === undefined ? undefined : { text: atLeastLong(min), holds: (value) => isLonger(value, min - 1) },
    pattern === undefined ? undefined : patternConstraint(pattern),
    values === undefined ? undefined : enumConstraint(values),
  ])
}

/** Whether it has more Unicode characters than that (Smithy, "length trait"): a surrogate pair is one. */
function isLonger(text: string, length: number): boolean {
  if (text.length <= length) return false
  return text.length > 2 * length || [...text].length > length
}

/** AWS matches the whole value, in Java, where `\s` is ASCII; the model has it in character classes only. */
function patternConstraint(pattern: string): Constraint<string> {
  const regExp = new RegExp(`^(?:${pattern.replaceAll('\\s', ' \\t\\n\\v\\f\\r')})$`)
  return {
    text: `Member must satisfy regular expression pattern: ${pattern}`,
    holds: (value) => regExp.test(value),
  }
}

/** AWS lists the values in an order of its own, which is not known for all enums: here it is the model's. */
function enumConstraint(values: readonly string[]): Constraint<string> {
  const set = new Set(values)
  return { text: `Member must satisfy enum value set: [${values.join(', ')}]`, holds: (value) => set.has(value) }
}
