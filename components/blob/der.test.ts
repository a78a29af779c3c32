import { generateKeyPairSync, sign } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { pemBytes, rawSignature, readElement, readSignature } from './der.ts'

const CURVES = [
  ['P-256', 32],
  ['P-384', 48],
  ['P-521', 66],
] as const

describe('a signature in DER', () => {
  it.each(CURVES)('of %s is turned into its two numbers', (namedCurve, size) => {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve })
    for (let round = 0; round < 20; round += 1) {
      const der = sign('sha256', Buffer.from([round]), privateKey)
      const raw = rawSignature(der, size)
      const { r, s } = readSignature(der) ?? {}
      expect(raw).toHaveLength(2 * size)
      expect(hex(raw?.subarray(0, size))).toBe(hex(der.subarray(r?.content, r?.end)))
      expect(hex(raw?.subarray(size))).toBe(hex(der.subarray(s?.content, s?.end)))
    }
  })

  it.each([
    ['nothing', ''],
    ['too short', '3006020101'],
    ['bytes behind it', '300602010102010100'],
    ['a third number', '3009020101020101020101'],
    ['a negative number', '3006020181020101'],
    ['a length longer than needed', '308106020101020101'],
    ['no number', '3006040101020101'],
    ['an empty number', '30050200020101'],
  ])('is none: %s', (_, text) => {
    expect(rawSignature(Buffer.from(text, 'hex'), 32)).toBeUndefined()
  })

  it('is none when a number is too long for the curve', () => {
    expect(rawSignature(Buffer.from('300802030102030201 01'.replace(' ', ''), 'hex'), 2)).toBeUndefined()
  })
})

it('elements end where their length says, and never behind the bytes', () => {
  expect(readElement(Uint8Array.of(0x30, 0x82, 0x01, 0x00), 0)).toBeUndefined()
  expect(readElement(Uint8Array.of(0x04, 0x02, 1, 2, 3), 0)).toEqual({ tag: 4, start: 0, content: 2, end: 4 })
})

it('PEM is read', () => {
  expect(pemBytes('-----BEGIN PUBLIC KEY-----\nAQID\n-----END PUBLIC KEY-----\n')).toEqual(Uint8Array.of(1, 2, 3))
  expect(pemBytes('AQID')).toBeUndefined()
})

/** Without the zeros before a number. */
function hex(bytes: Uint8Array | undefined): string {
  return Buffer.from(bytes ?? [])
    .toString('hex')
    .replace(/^(00)+/, '')
}
