import { encode } from 'cborg'
import { describe, expect, it } from 'vitest'
import { readCbor } from './cbor.ts'

const hex = (text: string) => Buffer.from(text, 'hex')

describe('readCbor', () => {
  it('reads what documents are made of', () => {
    const value = new Map<unknown, unknown>([
      ['text', 'ö'],
      [0, new Uint8Array([1, 2])],
      [-35, [1, null, 0x19b8597a84a]],
    ])
    expect(readCbor(encode(value))).toEqual(value)
  })

  it('reads at most 512 data items, side by side or in one another', () => {
    expect(readCbor(encode(Array(511).fill(0)))).toHaveLength(511)
    expect(readCbor(encode(Array(512).fill(0)))).toBeUndefined()
    const nested = (depth: number) => Buffer.concat([Buffer.alloc(depth, 0x81), Buffer.from([0])])
    expect(readCbor(nested(511))).toBeDefined()
    expect(readCbor(nested(512))).toBeUndefined()
  })

  it('reads indefinite lengths only where it is told to, and never of strings', () => {
    expect(readCbor(hex('9f01ff'))).toBeUndefined()
    expect(readCbor(hex('9f01ff'), { indefinite: true })).toEqual([1])
    expect(readCbor(hex('bf0102ff'), { indefinite: true })).toEqual(new Map([[1, 2]]))
    for (const text of ['5f4101ff', '7f6161ff']) expect(readCbor(hex(text), { indefinite: true }), text).toBeUndefined()
  })

  it.each([
    ['nothing', ''],
    ['two items', '0101'],
    ['an integer not in its shortest form', '1801'],
    ['a length not in its shortest form', '590001ff'],
    ['a key twice', 'a201010102'],
    ['a tag', 'c101'],
    ['undefined', 'f7'],
    ['a number that is none', 'f97e00'],
    ['an infinite one', 'f97c00'],
    ['a string that is too short', '4201'],
    ['a map without its last value', 'a101'],
    ['a break without a beginning', 'ff'],
  ])('refuses %s', (_, text) => expect(readCbor(hex(text), { indefinite: true })).toBeUndefined())
})
