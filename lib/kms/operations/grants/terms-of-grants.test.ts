import { beforeEach, describe, expect, it } from 'vitest'
import type { Input } from '#model/api.ts'
import { ACCOUNT, type Harness, OTHER_ACCOUNT, openHarness } from '#testing/harness.ts'

type Asked = Input<'CreateGrant'>

const ROLE = `arn:aws:iam::${ACCOUNT}:role/App`
const SOURCE = 'arn:aws:rds:us-east-1:111122223333:db:x'
const pairs = (...entries: [string, string][]) => new Map(entries)

let kms: Harness
let KeyId: string

beforeEach(async () => {
  kms = await openHarness()
  KeyId = (await kms.newKey()).KeyId
})

const asked = (more: Partial<Asked> = {}): Asked => ({
  KeyId,
  GranteePrincipal: ROLE,
  Operations: ['Encrypt'],
  ...more,
})
const grant = async (more?: Partial<Asked>) => kms.call('CreateGrant', asked(more))
const refusal = (more?: Partial<Asked>) => kms.refusal('CreateGrant', asked(more))
const grants = async () => (await kms.call('ListGrants', { KeyId })).Grants ?? []
const invalid = { code: 'ValidationException' }

describe('the terms of a grant', () => {
  it.each<[string, Partial<Asked>]>([
    [
      'equals and subset',
      { Constraints: { EncryptionContextEquals: pairs(['a', 'b']), EncryptionContextSubset: pairs(['a', 'b']) } },
    ],
    [
      'nine pairs',
      {
        Constraints: {
          EncryptionContextSubset: new Map(Array.from({ length: 9 }, (_, index) => [`k${index}`, 'v'] as const)),
        },
      },
    ],
    ['a value of 385 characters', { Constraints: { EncryptionContextEquals: pairs(['a', 'x'.repeat(385)]) } }],
    ['no operation', { Operations: [] }],
    ['two retiring principals', { RetiringPrincipal: ROLE, RetiringServicePrincipal: 'rds.amazonaws.com' }],
  ])('are refused with %s', async (_, more) => {
    expect(await refusal(more)).toMatchObject(invalid)
    expect(await grants()).toEqual([])
  })

  it('hold eight pairs of 384 characters', async () => {
    const full = new Map(Array.from({ length: 8 }, (_, index) => [`k${index}`, 'x'.repeat(384)] as const))
    await grant({ Constraints: { EncryptionContextEquals: full } })
  })

  it.each<[Input<'CreateKey'>, Asked['Operations'], Asked['Operations']]>([
    [
      {},
      ['Encrypt', 'Decrypt', 'ReEncryptFrom', 'ReEncryptTo', 'GenerateDataKey', 'GenerateDataKeyPair', 'CreateGrant'],
      ['Sign', 'Verify', 'GenerateMac', 'GetPublicKey', 'DeriveSharedSecret', 'Encapsulate'],
    ],
    [
      { KeySpec: 'ECC_NIST_P256', KeyUsage: 'SIGN_VERIFY' },
      ['Sign', 'Verify', 'GetPublicKey', 'DescribeKey', 'RetireGrant'],
      ['Encrypt', 'GenerateDataKey', 'DeriveSharedSecret', 'VerifyMac'],
    ],
    [
      { KeySpec: 'HMAC_256', KeyUsage: 'GENERATE_VERIFY_MAC' },
      ['GenerateMac', 'VerifyMac', 'DescribeKey'],
      ['GetPublicKey', 'Sign', 'Decrypt'],
    ],
    [
      { KeySpec: 'ECC_NIST_P256', KeyUsage: 'KEY_AGREEMENT' },
      ['DeriveSharedSecret', 'GetPublicKey'],
      ['Sign', 'Encrypt'],
    ],
  ])('fit the key %j', async (input, fitting, odd) => {
    KeyId = (await kms.newKey(input)).KeyId
    await grant({ Operations: fitting })
    for (const operation of odd) {
      expect(await refusal({ Operations: ['DescribeKey', operation] })).toMatchObject(invalid)
    }
  })

  it('have encryption context constraints on symmetric encryption keys only', async () => {
    const Constraints = { EncryptionContextEquals: pairs(['a', '1']) }
    KeyId = (await kms.newKey({ KeySpec: 'HMAC_256', KeyUsage: 'GENERATE_VERIFY_MAC' })).KeyId
    expect(await refusal({ Operations: ['GenerateMac'], Constraints })).toMatchObject(invalid)
    await grant({ Operations: ['GenerateMac'], Constraints: { SourceArn: SOURCE } })
  })

  it.each([
    `arn:aws:iam::${ACCOUNT}:group/Admins`,
    'rds.amazonaws.com',
    `arn:aws:iam::${ACCOUNT}:user/*`,
    'arn:aws:s3:::bucket',
  ])('name no grantee like %s', async (GranteePrincipal) => {
    expect((await refusal({ GranteePrincipal })).code).toMatch(/^(InvalidArnException|ValidationException)$/)
  })

  it('name no user that does not exist, and nobody without permission learns who does', async () => {
    const mallory = kms.caller({ principal: kms.identities.user(ACCOUNT, 'Mallory') })
    const GranteePrincipal = `arn:aws:iam::${ACCOUNT}:user/Nobody`
    expect((await refusal({ GranteePrincipal })).code).toBe('InvalidArnException')
    expect((await refusal({ RetiringPrincipal: GranteePrincipal })).code).toBe('InvalidArnException')
    for (const grantee of [GranteePrincipal, mallory.principal.arn]) {
      const error = await kms.refusal('CreateGrant', asked({ GranteePrincipal: grantee }), mallory)
      expect(error.code).toBe('AccessDeniedException')
    }
    await grant({ GranteePrincipal: `arn:aws:iam::${OTHER_ACCOUNT}:role/unknown/to/us` })
  })
})

describe('a grant to a service principal', () => {
  const service = (more: Partial<Asked> = {}): Asked => ({
    KeyId,
    GranteeServicePrincipal: 'rds.amazonaws.com',
    RetiringServicePrincipal: 'rds.amazonaws.com',
    Operations: ['Decrypt'],
    Constraints: { SourceArn: SOURCE },
    ...more,
  })

  it('is listed under the members for services', async () => {
    await kms.call('CreateGrant', service())
    const [entry] = await grants()
    expect(entry).toMatchObject({
      GranteeServicePrincipal: 'rds.amazonaws.com',
      RetiringServicePrincipal: 'rds.amazonaws.com',
      Constraints: { SourceArn: SOURCE },
    })
    for (const member of ['GranteePrincipal', 'RetiringPrincipal']) expect(entry).not.toHaveProperty(member)
  })

  it('needs SourceArn, somebody who retires it, and no other grantee', async () => {
    const { RetiringServicePrincipal: _, ...unretirable } = service()
    const { Constraints: _constraints, ...unbound } = service()
    for (const input of [unretirable, unbound, service({ GranteePrincipal: ROLE })]) {
      expect(await kms.refusal('CreateGrant', input)).toMatchObject(invalid)
    }
    await kms.call('CreateGrant', { ...unretirable, RetiringPrincipal: ROLE })
  })
})

describe('an empty constraint', () => {
  const constraintsOf = async (Constraints: object) => {
    const { KeyId } = await kms.newKey()
    const GranteePrincipal = `arn:aws:iam::${OTHER_ACCOUNT}:root`
    await kms.call('CreateGrant', { KeyId, GranteePrincipal, Operations: ['Encrypt'], Constraints })
    return (await kms.call('ListGrants', { KeyId })).Grants?.[0]?.Constraints
  }
  const one = pairs(['tenant', 'a'])
  const none = pairs()

  it('counts as absent beside one that has pairs, as Terraform sends both', async () => {
    const equals = { EncryptionContextEquals: one }
    expect(await constraintsOf({ ...equals, EncryptionContextSubset: none })).toEqual(equals)
    const subset = { EncryptionContextSubset: one }
    expect(await constraintsOf({ EncryptionContextEquals: none, ...subset })).toEqual(subset)
  })

  it('limits nothing as a subset, and everything but calls without a context as equality', async () => {
    expect(await constraintsOf({ EncryptionContextSubset: none })).toBeUndefined()
    expect(await constraintsOf({ EncryptionContextEquals: none })).toEqual({ EncryptionContextEquals: none })
  })
})
