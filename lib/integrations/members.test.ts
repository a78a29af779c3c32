import { describe, expect, it } from 'vitest'
import {
  boolean,
  bytes,
  choice,
  integer,
  type Member,
  type Members,
  matching,
  object,
  optional,
  otherwise,
  readInput,
  region,
  regions,
  schemaOf,
  text,
} from './members.ts'

const read = <M extends Members>(input: unknown, members: M) =>
  readInput(input, members, (name) => name !== 'xx-nowhere-1')

describe('the members of an input', () => {
  it.each([null, 'text', [], 3])('are those of an object: %j', (input) => {
    expect(() => read(input, {})).toThrow('must be an object')
  })

  it.each<[string, Member<unknown>, unknown]>([
    ['a text that is left out', text(), undefined],
    ['one that is null', text(), null],
    ['bytes that are left out', bytes(9), undefined],
    ['an empty text', text(), ''],
    ['too long a text', text(2), 'abc'],
    ['a text of another form', matching(/^a$/), 'b'],
    ['a lone surrogate', text(), '\ud800'],
    ['no base64', bytes(9), 'a-b_'],
    ['too many bytes', bytes(2), 'AAAA'],
    ['a fraction', integer(0, 9), 1.5],
    ['too small a number', integer(0, 9), -1],
    ['too great a number', otherwise(integer(0, 9), 3), 10],
    ['a number as text', optional(integer(0, 9)), '1'],
    ['no boolean', boolean, 'true'],
    ['no choice', choice(['a', 'b']), 'c'],
    ['a Region that there is not', region, 'xx-nowhere-1'],
    ['no Region', region, 'Frankfurt'],
    ['one Region only', regions, ['us-east-1']],
    ['a Region twice', regions, ['us-east-1', 'us-east-1']],
    ['a list with no Region', regions, ['us-east-1', 'eu-west-1', 3]],
    ['a list for an object', object, []],
  ])('are refused: %s', (_, member, M) => {
    expect(() => read({ M }, { M: member })).toThrow(expect.objectContaining({ code: 'ValidationException' }))
  })

  it.each(['M', '__proto__', 'constructor'])('are refused that there are not: %s', (name) => {
    const input = JSON.parse(`{"${name}":1}`)
    expect(() => read(input, { Other: optional(text()) })).toThrow(`There is no member ${name}.`)
  })

  const MEMBERS = {
    text: text(9),
    form: optional(matching(/^a+$/)),
    bytes: bytes(4),
    number: integer(0, 9),
    other: otherwise(integer(0, 9), 1),
    no: optional(boolean),
    one: optional(choice(['a', 'b'])),
    regions,
    o: object,
  }

  it('are read as what they are', () => {
    const given = { text: 'é\n', bytes: 'AAE=', number: 9, no: false, regions: ['us-east-1', 'eu-west-1'], o: {} }
    expect(read(given, MEMBERS)).toEqual({ ...given, bytes: Buffer.of(0, 1), other: 1 })
    const all = { ...given, form: 'aa', other: 2, one: 'b' }
    expect(read(all, MEMBERS)).toEqual({ ...all, bytes: Buffer.of(0, 1) })
  })

  it('tell their form', () => {
    expect(schemaOf(MEMBERS)).toEqual({
      type: 'object',
      properties: {
        text: { type: 'string', minLength: 1, maxLength: 9 },
        form: { type: 'string', pattern: '^a+$' },
        bytes: { type: 'string', contentEncoding: 'base64', maxLength: 8 },
        number: { type: 'integer', minimum: 0, maximum: 9 },
        other: { type: 'integer', minimum: 0, maximum: 9, default: 1 },
        no: { type: 'boolean' },
        one: { type: 'string', enum: ['a', 'b'] },
        regions: { type: 'array', items: { type: 'string' }, minItems: 2, uniqueItems: true },
        o: { type: 'object' },
      },
      required: ['text', 'bytes', 'number', 'regions', 'o'],
      additionalProperties: false,
    })
  })
})
