import { createDecipheriv, randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { wrapWithPadding } from './key-wrap.ts'

const hex = (text: string) => new Uint8Array(Buffer.from(text, 'hex'))
const aes = (bytes: Uint8Array<ArrayBuffer>) => crypto.subtle.importKey('raw', bytes, 'AES-CBC', false, ['encrypt'])

describe('wrapWithPadding', () => {
  const kek = hex('5840df6e29b02af1ab493b705bf16ea1ae8338f4dcc176a8')

  it.each([
    ['c37b7e6492584340bed12207808941155068f738', '138bdeaa9b8fa7fc61f97742e72248ee5ae6ae5360d1ae6a5f54f373fa543b6a'],
    ['466f7250617369', 'afbeb0f07dfbf5419200f2ccb50bb24f'],
  ])('wraps %s as RFC 5649 does (section 6)', async (key, wrapped) => {
    expect(Buffer.from(await wrapWithPadding(await aes(kek), hex(key))).toString('hex')).toBe(wrapped)
  })

  it('is undone by another implementation, whatever the length', async () => {
    const own = randomBytes(32)
    for (const length of [8, 9, 48, 1217]) {
      const key = randomBytes(length)
      const wrapped = await wrapWithPadding(await aes(new Uint8Array(own)), new Uint8Array(key))
      const decipher = createDecipheriv('id-aes256-wrap-pad', own, hex('a65959a6'))
      expect(Buffer.concat([decipher.update(wrapped), decipher.final()]).equals(key)).toBe(true)
    }
  })
})
