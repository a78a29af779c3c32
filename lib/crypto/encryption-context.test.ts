import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonicalContext } from './encryption-context.ts'

const text = fc.string({ unit: 'binary', maxLength: 6 })
const pairs = fc.uniqueArray(fc.tuple(text, text), { maxLength: 5, selector: ([key]) => key })

function bytesOf(entries: readonly (readonly [string, string])[]): string | undefined {
  return canonicalContext(new Map(entries))?.toString('hex')
}

/** What the bytes say, read by the layout alone. */
function decode(bytes: Buffer): [string, string][] {
  if (bytes.length === 0) return []
  let at = 2
  const next = () => {
    const start = at + 2
    at = start + bytes.readUInt16BE(at)
    return bytes.subarray(start, at).toString('utf8')
  }
  const entries = Array.from({ length: bytes.readUInt16BE(0) }, (): [string, string] => [next(), next()])
  expect(at).toBe(bytes.length)
  return entries
}

describe('canonicalContext', () => {
  it('is no bytes for an empty context', () => {
    expect(bytesOf([])).toBe('')
  })

  it('has this layout', () => {
    expect(
      bytesOf([
        ['b', ''],
        ['a', 'xy'],
      ]),
    ).toBe(['0002', '0001', '61', '0002', '7879', '0001', '62', '0000'].join(''))
  })

  it('does not depend on the order of the pairs', () => {
    fc.assert(fc.property(pairs, (entries) => bytesOf(entries.toReversed()) === bytesOf(entries)))
  })

  it('is injective: the bytes give back exactly the pairs', () => {
    fc.assert(
      fc.property(pairs, (entries) => {
        const bytes = canonicalContext(new Map(entries))
        expect(new Map(decode(bytes ?? Buffer.from('undefined')))).toEqual(new Map(entries))
      }),
    )
  })

  it('sorts by UTF-8 bytes, not by UTF-16 code units', () => {
    const decoded = decode(
      canonicalContext(
        new Map([
          ['\u{1f600}', '1'],
          ['\uff5e', '2'],
        ]),
      ) ?? Buffer.alloc(0),
    )
    expect(decoded.map(([key]) => key)).toEqual(['\uff5e', '\u{1f600}'])
  })

  it('keeps apart what Unicode normalisation would make one', () => {
    expect(bytesOf([['\u00e9', '']])).not.toBe(bytesOf([['e\u0301', '']]))
  })

  it('keeps __proto__ as a key like any other', () => {
    expect(decode(canonicalContext(new Map([['__proto__', 'x']])) ?? Buffer.alloc(0))).toEqual([['__proto__', 'x']])
  })

  it.each(['\ud800', '\udc00', 'a\ud83d', '\ude00b', '\udc00\ud800'])('refuses the lone surrogate in %j', (lone) => {
    expect(bytesOf([[lone, 'value']])).toBeUndefined()
    expect(bytesOf([['key', lone]])).toBeUndefined()
  })

  it('refuses what a u16 cannot count', () => {
    expect(bytesOf([['k', 'é'.repeat(32_767)]])).toBeDefined()
    expect(bytesOf([['k', 'é'.repeat(32_768)]])).toBeUndefined()
    expect(bytesOf([['é'.repeat(32_768), 'v']])).toBeUndefined()
    const many = Array.from({ length: 65_536 }, (_, i) => [String(i), ''] as const)
    expect(bytesOf(many)).toBeUndefined()
    expect(bytesOf(many.slice(1))).toBeDefined()
  })
})
