import { describe, expect, it } from 'vitest'
import { integer, list, required, structure, text } from './shape.ts'
import { validateQueryInput } from './validate.ts'

const SHAPE = structure({
  UserName: required(text({ max: 5, form: { pattern: /^\w+$/, words: 'It must contain only letters.' } })),
  Count: integer({ min: 1, max: 10 }),
  Kind: text({ enum: ['a', 'b'] }),
  Tags: list(structure({ Key: required(text({ form: { pattern: /^[\p{L}]+$/u } })) }), 2),
})

const problem = (input: unknown) => {
  try {
    validateQueryInput(SHAPE, input)
    return 'taken'
  } catch (error) {
    return error instanceof Error ? `${error.name}: ${error.message}` : 'thrown'
  }
}
const FAILED = 'ValidationError: 1 validation error detected:'

describe('an input', () => {
  it('is taken when it satisfies its shape, with members that the shape does not have', () => {
    expect(problem({ UserName: 'ada', Count: 10, Kind: 'b', Tags: [{ Key: 'ä' }], More: 1 })).toBe('taken')
  })

  it.each([
    [{}, `${FAILED} Value null at 'userName' failed to satisfy constraint: Member must not be null`],
    [
      { UserName: 'ada', Count: 11 },
      `${FAILED} Value '11' at 'count' failed to satisfy constraint: Member must have value less than or equal to 10`,
    ],
    [
      { UserName: 'ada', Kind: 'c' },
      `${FAILED} Value 'c' at 'kind' failed to satisfy constraint: Member must satisfy enum value set: [a, b]`,
    ],
    [
      { UserName: 'ada', Tags: [{ Key: '1' }] },
      `${FAILED} Value '1' at 'tags.1.member.key' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\p{L}]+`,
    ],
    [
      { UserName: 'ada', Tags: [{ Key: 'a' }, { Key: 'a' }, { Key: 'a' }] },
      `${FAILED} Value at 'tags' failed to satisfy constraint: Member must have length less than or equal to 2`,
    ],
    [
      { UserName: 'a b' },
      'ValidationError: The specified value for userName is invalid. It must contain only letters.',
    ],
    [{ UserName: 5 }, `${FAILED} Value '5' at 'userName' failed to satisfy constraint: Member must be a string`],
    ['text', `${FAILED} Value 'text' at 'input' failed to satisfy constraint: Member must be a structure`],
  ])('%j is refused in the words of AWS', (input, expected) => {
    expect(problem(input)).toBe(expected)
  })

  it('has at most ten faults named', () => {
    const shape = structure({ Names: list(text({ max: 1 })) })
    const input = { Names: Array.from({ length: 50 }, () => 'long') }
    expect(() => validateQueryInput(shape, input)).toThrow(/^10 validation errors detected: (?:[^;]+; ){9}[^;]+$/)
  })
})
