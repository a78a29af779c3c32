import { describe, expect, it } from 'vitest'
import { createPasswords } from './password-hash.ts'

const cheap = createPasswords({ logN: 4, r: 8, p: 1 })

describe('a password hash', () => {
  it('is of the password that it was made of, and of no other', async () => {
    const hash = await cheap.hash('correct horse')
    expect(await cheap.verify('correct horse', hash)).toBe(true)
    for (const other of ['', 'correct hors', 'Correct horse', 'correct horse ']) {
      expect(await cheap.verify(other, hash)).toBe(false)
    }
  })

  it('differs each time', async () => {
    expect(await cheap.hash('same')).not.toBe(await cheap.hash('same'))
  })

  it('costs what OWASP asks for, and says so', async () => {
    expect(await createPasswords().hash('x')).toMatch(/^scrypt\$15\$8\$3\$/)
  })

  it('is verified at the cost that it was made with', async () => {
    const hash = await cheap.hash('old')
    expect(await createPasswords({ logN: 5, r: 8, p: 2 }).verify('old', hash)).toBe(true)
  })

  it('takes a letter and its accent as the letter with the accent', async () => {
    expect(await cheap.verify('e\u0301', await cheap.hash('\u00e9'))).toBe(true)
  })

  it('that is not there fits nothing', async () => {
    expect(await cheap.verify('', null)).toBe(false)
  })
})
