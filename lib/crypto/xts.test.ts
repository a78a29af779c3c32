import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { SECTOR_BYTES, sectorKey } from './xts.ts'

const hex = (text: string) => Buffer.from(text, 'hex')

/** IEEE 1619-2007 annex B, vector 10: a data unit of 512 bytes. */
const VECTOR = {
  key: hex(
    '27182818284590452353602874713526624977572470936999595749669676273141592653589793238462643383279502884197169399375105820974944592',
  ),
  sector: 0xff,
  plaintext: Buffer.from(Array.from({ length: SECTOR_BYTES }, (_, index) => index % 256)),
  start: '1c3b3a102f770386e4836c99e370cf9bea00803f5e482357a4ae12d414a3e63b',
}

describe('AES-256-XTS over sectors', () => {
  const { key, sector, plaintext, start } = VECTOR

  it('seals as IEEE 1619 says', () => {
    const sealed = sectorKey(key).seal(sector, plaintext)
    expect(sealed.subarray(0, 32).toString('hex')).toBe(start)
    expect(sealed).toHaveLength(SECTOR_BYTES)
    expect(sectorKey(key).open(sector, sealed)).toEqual(plaintext)
  })

  it('gives each sector its own number, so that equal sectors look different', () => {
    const two = Buffer.concat([plaintext, plaintext])
    const sealed = sectorKey(key).seal(sector - 1, two)
    expect(sealed.subarray(SECTOR_BYTES).subarray(0, 32).toString('hex')).toBe(start)
    expect(sealed.subarray(0, SECTOR_BYTES)).not.toEqual(sealed.subarray(SECTOR_BYTES))
    expect(sectorKey(key).open(sector - 1, sealed)).toEqual(two)
    expect(sectorKey(key).open(sector, sealed)).not.toEqual(two)
  })

  it('opens to other bytes under another key', () => {
    const sealed = sectorKey(key).seal(0, plaintext)
    expect(sectorKey(randomBytes(64)).open(0, sealed)).not.toEqual(plaintext)
  })

  it('takes 64 bytes of key, whole sectors and numbers that sectors have', () => {
    expect(() => sectorKey(randomBytes(32))).toThrow('64 bytes')
    expect(() => sectorKey(key).seal(0, Buffer.alloc(511))).toThrow('whole sectors')
    expect(() => sectorKey(key).seal(-1, plaintext)).toThrow('number')
    expect(() => sectorKey(Buffer.alloc(64, 7)).seal(0, plaintext)).toThrow()
  })
})
