import { expect, it } from 'vitest'
import { caution, misfit } from './fit.ts'

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
