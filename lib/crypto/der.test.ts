import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readDer, readOne, readSequence, readUnsigned, TAG, writeDer, writeUnsigned } from './der.ts'
import { truncated } from './test-keys.ts'

const hex = (text: string) => Buffer.from(text, 'hex')

describe('DER', () => {
  it('reads what it writes, at every form of length', () => {
    const content = fc.uint8Array({ maxLength: 300 })
    fc.assert(
      fc.property(fc.array(content, { maxLength: 3 }), (contents) => {
        const bytes = writeDer(TAG.sequence, ...contents.map((one) => writeDer(TAG.octetString, one)))
        expect(readSequence(bytes)?.map((element) => Buffer.from(element.content))).toEqual(
          contents.map((one) => Buffer.from(one)),
        )
        for (const shorter of [...truncated(bytes)].slice(1)) expect(readDer(shorter)).toBeUndefined()
      }),
      { numRuns: 30 },
    )
  })

  it.each([
    ['an indefinite length', '30800000'],
    ['a length in more bytes than it takes', '048101ff'],
    ['a two-byte length that fits into one', '048200ff'],
    ['a tag of several bytes', '1f810100'],
    ['a header without its length', '04'],
    ['bytes behind the element', '040100ff'],
  ])('refuses %s', (_, text) => {
    expect(readOne(hex(text), TAG.octetString)).toBeUndefined()
    expect(readSequence(hex(text))).toBeUndefined()
  })

  it('refuses integers that are negative, empty or padded', () => {
    const read = (text: string) => readUnsigned({ tag: TAG.integer, content: hex(text) })
    for (const text of ['', '80', 'ff01', '0001', '0000']) expect(read(text)).toBeUndefined()
    expect(read('00')).toEqual(hex('00'))
    expect(read('0080')).toEqual(hex('80'))
    expect(readUnsigned({ tag: TAG.octetString, content: hex('01') })).toBeUndefined()
  })

  it('writes integers in their shortest form', () => {
    expect(writeUnsigned(hex('0000'))).toEqual(hex('020100'))
    expect(writeUnsigned(hex('007f'))).toEqual(hex('02017f'))
    expect(writeUnsigned(hex('80'))).toEqual(hex('02020080'))
  })
})
