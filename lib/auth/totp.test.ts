import { Secret, TOTP } from 'otpauth'
import { describe, expect, it } from 'vitest'
import { utf8 } from '#kernel/bytes.ts'
import type { EpochMillis } from '#kernel/ids.ts'
import { systemSecrets } from '#kernel/random.ts'
import { enrolment, newRecoveryCodes, newTotpSecret, recoveryCodesLeft, spendRecoveryCode, totpStep } from './totp.ts'

/** RFC 6238 appendix B, SHA-1; its codes have eight digits, of which ours are the last six. */
const RFC_SECRET = utf8('12345678901234567890')
const at = (seconds: number) => (seconds * 1000) as EpochMillis

describe('a code', () => {
  it.each([
    [59, '287082'],
    [1111111109, '081804'],
    [1234567890, '005924'],
    [20000000000, '353130'],
  ])('is that of RFC 6238 at %i s', (seconds, code) => {
    expect(totpStep(RFC_SECRET, code, at(seconds), null)).toBe(Math.floor(seconds / 30))
  })

  it('may be one step early or late, and no more', () => {
    for (const seconds of [30, 59, 89]) expect(totpStep(RFC_SECRET, '287082', at(seconds), null)).toBe(1)
    for (const seconds of [90, 200]) expect(totpStep(RFC_SECRET, '287082', at(seconds), null)).toBeUndefined()
  })

  it('is not taken twice, nor one from before it', () => {
    expect(totpStep(RFC_SECRET, '287082', at(59), 1)).toBeUndefined()
    expect(totpStep(RFC_SECRET, '287082', at(59), 2)).toBeUndefined()
  })

  it.each(['', '28708', '2870820', '000000', 'abcdef'])('is not %j', (code) => {
    expect(totpStep(RFC_SECRET, code, at(59), null)).toBeUndefined()
  })

  it('is the one that an authenticator shows', () => {
    const secret = newTotpSecret(systemSecrets)
    const { uri, secret: base32 } = enrolment(secret, 'alice', 'Keystead')
    expect(uri).toMatch(/^otpauth:\/\/totp\/Keystead:alice\?/)
    const code = new TOTP({ secret: Secret.fromBase32(base32) }).generate({ timestamp: at(100) })
    expect(totpStep(secret, code, at(100), null)).toBe(3)
  })
})

describe('recovery codes', () => {
  it('are ten, each good once, however it is written', () => {
    const { codes, digests } = newRecoveryCodes(systemSecrets)
    expect(new Set(codes).size).toBe(10)
    const [first = ''] = codes
    expect(digests).not.toContain(first)
    const left = spendRecoveryCode(digests, first.toUpperCase().replaceAll('-', ' ')) ?? ''
    expect(recoveryCodesLeft(left)).toBe(9)
    expect(spendRecoveryCode(left, first)).toBeUndefined()
    expect(spendRecoveryCode(left, 'aaaa-bbbb-cccc-dddd')).toBeUndefined()
  })
})
