import { describe, expect, it } from 'vitest'
import { fromBase64, fromUtf8, lengthPrefixed, toBase64, u16, u32, utf8 } from './bytes.ts'

describe('fromBase64', () => {
  it.each(['', 'AA==', 'AAA=', 'AAAA', '+/+/'])('decodes %j and encodes it back', (text) => {
    const bytes = fromBase64(text)
    expect(bytes && toBase64(bytes)).toBe(text)
  })

  it.each(['A', 'AA', 'AAA', 'QR==', 'AAB=', 'AA=A', 'A A=', '-_==', 'AAAA\n'])('refuses %j', (text) => {
    expect(fromBase64(text)).toBeUndefined()
  })
})

describe('fromUtf8', () => {
  it('keeps a byte order mark and refuses what is not UTF-8', () => {
    expect(fromUtf8(Buffer.from([0xef, 0xbb, 0xbf, 0x41]))).toBe('\ufeffA')
    expect(fromUtf8(Buffer.from([0xff]))).toBeUndefined()
    expect(fromUtf8(Buffer.from([0xed, 0xa0, 0x80]))).toBeUndefined()
  })
})

describe('numbers and lengths', () => {
  it('are big-endian', () => {
    expect(u16(258).toString('hex')).toBe('0102')
    expect(u32(16909060).toString('hex')).toBe('01020304')
    expect(lengthPrefixed('é')).toEqual(Buffer.concat([u16(2), utf8('é')]))
  })

  it('refuses a text longer than a length can say', () => {
    expect(() => lengthPrefixed('a'.repeat(65_536))).toThrow(RangeError)
  })
})
