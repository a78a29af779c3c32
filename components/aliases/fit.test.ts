import { expect, it } from 'vitest'
import { caution, misfit, moveWords } from './fit.ts'

const SYMMETRIC = { spec: 'SYMMETRIC_DEFAULT', usage: 'ENCRYPT_DECRYPT' }
const RSA = { spec: 'RSA_2048', usage: 'SIGN_VERIFY' }
const ECC = { spec: 'ECC_NIST_P256', usage: 'SIGN_VERIFY' }
const AGREEMENT = { spec: 'ECC_NIST_P256', usage: 'KEY_AGREEMENT' }
const HMAC = { spec: 'HMAC_256', usage: 'GENERATE_VERIFY_MAC' }

it.each([
  [SYMMETRIC, SYMMETRIC, true],
  [SYMMETRIC, RSA, false],
  [SYMMETRIC, HMAC, false],
  [RSA, ECC, true],
  [ECC, AGREEMENT, false],
])('from %j to %j: %s', (from, to, fits) => {
  expect(misfit(from, to) === undefined).toBe(fits)
})

it('another spec of the same usage fits, and is warned of', () => {
  expect(caution(RSA, ECC)).toBeDefined()
  expect(caution(RSA, RSA)).toBeUndefined()
  expect(caution(SYMMETRIC, RSA)).toBeUndefined()
})

it('says that what was made before goes on by itself only where it names its key', () => {
  expect(moveWords(SYMMETRIC)).toContain('still open')
  for (const kind of [{ ...RSA, usage: 'ENCRYPT_DECRYPT' }, RSA, HMAC]) {
    expect(moveWords(kind)).not.toContain('still open')
    expect(moveWords(kind)).toMatch(/by the old key only.*name no key/)
  }
  expect(moveWords(AGREEMENT)).toContain('another secret')
  expect(moveWords({ spec: 'ML_KEM_768', usage: 'ENCAPSULATE_DECAPSULATE' })).toContain('another secret')
})
