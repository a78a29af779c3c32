import { describe, expect, it } from 'vitest'
import { principalOfClaims, vouchedBy } from './oidc.ts'

const ADA = 'arn:aws:iam::111122223333:user/ada'
const OPS = 'arn:aws:iam::111122223333:user/ops'
const principals = { email: { 'ada@example.com': ADA }, groups: { 'kms-admins': OPS } }

describe('the principal of claims', () => {
  it('is that of the first claim of the file that names one', () => {
    const claims = { email: 'ada@example.com', email_verified: true, groups: ['kms-admins'] }
    expect(principalOfClaims(principals, claims)).toBe(ADA)
    expect(principalOfClaims(principals, { groups: ['staff', 'kms-admins'] })).toBe(OPS)
  })

  it.each([
    ['an email that is not verified', { email: 'ada@example.com', email_verified: false }],
    ['an email of which nothing is said', { email: 'ada@example.com' }],
    ['another email', { email: 'eve@example.com', email_verified: true }],
    ['no claims', {}],
    ['a name that every object has', { groups: ['constructor', '__proto__'] }],
    ['a value that is no text', { groups: [7, null, { 'kms-admins': true }] }],
  ])('is nobody for %s', (_, claims) => {
    expect(principalOfClaims(principals, claims)).toBeUndefined()
  })
})

describe('when one signed in at the provider', () => {
  const settings = { issuer: 'https://id.example.com', clientId: 'a', clientSecret: 'b', principals }
  const authTimeOf = (auth_time: unknown) => vouchedBy(settings, { auth_time }).authTime

  it('is what the provider says of it, in seconds', () => {
    expect(authTimeOf(1_700_000_000)).toBe(1_700_000_000_000)
  })

  it.each([undefined, null, 0, -1, '1700000000', {}])('is not known from %j', (said) => {
    expect(authTimeOf(said)).toBeUndefined()
  })
})
