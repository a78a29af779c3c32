import { describe, expect, it } from 'vitest'
import { fromBase64, inForm, readBytes, spacedHex, toText, writeBytes } from './bytes.ts'

const BYTES = Uint8Array.of(0xb4, 0x4d, 0xff)

describe('bytes of a field', () => {
  it('are the UTF-8 of text', () => {
    expect(readBytes({ form: 'text', text: 'é·' })).toEqual({ bytes: Uint8Array.of(0xc3, 0xa9, 0xc2, 0xb7) })
    expect(readBytes({ form: 'text', text: '\ud800' })).toHaveProperty('problem')
  })

  it.each(['tE3/', 'tE3_', ' tE\n3/ ', 'tE3/'])('are read from Base64 %j', (text) => {
    expect(readBytes({ form: 'base64', text })).toEqual({ bytes: BYTES })
  })

  it.each(['b44dff', 'B4 4D FF', 'b4:4d:ff', '0xb44dff'])('are read from hex %j', (text) => {
    expect(readBytes({ form: 'hex', text })).toEqual({ bytes: BYTES })
  })

  it.each([
    ['base64', 'a'],
    ['base64', 'a$b='],
    ['base64', 'aa====='],
    ['hex', 'abc'],
    ['hex', 'zz'],
  ] as const)('are refused of %s %j', (form, text) => {
    expect(readBytes({ form, text })).toHaveProperty('problem')
  })

  it('stay the same in another form, and stay as they are where they are no text', () => {
    const hex = inForm({ form: 'text', text: 'hi' }, 'hex')
    expect(hex).toEqual({ form: 'hex', text: '6869' })
    expect(inForm(hex, 'text')).toEqual({ form: 'text', text: 'hi' })
    expect(inForm({ form: 'hex', text: 'ff' }, 'text')).toEqual({ form: 'text', text: 'ff' })
    expect(writeBytes(BYTES, 'base64')).toBe('tE3/')
  })

  it('are no text when they hold control characters', () => {
    expect(toText(Uint8Array.of(0x61, 0))).toBeUndefined()
    expect(toText(Uint8Array.of(0x61, 0x0a))).toBe('a\n')
  })

  it('of nothing are none', () => {
    expect(fromBase64('')).toEqual(new Uint8Array())
    expect(spacedHex(BYTES, 2)).toBe('b4 4d …')
  })
})
