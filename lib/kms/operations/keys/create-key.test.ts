import { beforeAll, describe, expect, it } from 'vitest'
import type { Input, KeyMetadata, KeySpec, KeyUsageType } from '#model/api.ts'
import { defaultKeyPolicyText } from '#policy/default-policy.ts'
import { eventsOf } from '#testing/events.ts'
import { ACCOUNT, type Harness, OTHER_REGION, openHarness, REGION } from '#testing/harness.ts'

let kms: Harness

beforeAll(async () => {
  kms = await openHarness()
})

const unsupported = (message: string) => ({ code: 'UnsupportedOperationException', message })
const invalid = (message: string) => ({ code: 'ValidationException', message })
const tags = (count: number) => Array.from({ length: count }, (_, index) => ({ TagKey: `k${index}`, TagValue: 'v' }))

describe('CreateKey', () => {
  it('makes an enabled symmetric key of this account and Region, with exactly AWS’s members', async () => {
    const { KeyMetadata } = await kms.call('CreateKey', {})
    const { KeyId = '', CurrentKeyMaterialId = '' } = KeyMetadata ?? {}
    expect(KeyId).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
    expect(CurrentKeyMaterialId).toMatch(/^[0-9a-f]{64}$/)
    expect(KeyMetadata).toStrictEqual({
      AWSAccountId: ACCOUNT,
      KeyId,
      Arn: `arn:aws:kms:${REGION}:${ACCOUNT}:key/${KeyId}`,
      CreationDate: kms.clock.now(),
      Enabled: true,
      Description: '',
      KeyUsage: 'ENCRYPT_DECRYPT',
      KeyState: 'Enabled',
      Origin: 'AWS_KMS',
      KeyManager: 'CUSTOMER',
      CustomerMasterKeySpec: 'SYMMETRIC_DEFAULT',
      KeySpec: 'SYMMETRIC_DEFAULT',
      EncryptionAlgorithms: ['SYMMETRIC_DEFAULT'],
      MultiRegion: false,
      CurrentKeyMaterialId,
    })
  })

  const ECDSA: Partial<KeyMetadata> = { SigningAlgorithms: ['ECDSA_SHA_256'] }
  it.each<[KeySpec, KeyUsageType, Partial<KeyMetadata>]>([
    ['ECC_NIST_P256', 'SIGN_VERIFY', ECDSA],
    ['ECC_NIST_P256', 'KEY_AGREEMENT', { KeyAgreementAlgorithms: ['ECDH'] }],
    ['ECC_SECG_P256K1', 'SIGN_VERIFY', ECDSA],
    ['ECC_NIST_EDWARDS25519', 'SIGN_VERIFY', { SigningAlgorithms: ['ED25519_SHA_512', 'ED25519_PH_SHA_512'] }],
    ['HMAC_256', 'GENERATE_VERIFY_MAC', { MacAlgorithms: ['HMAC_SHA_256'] }],
    ['ML_DSA_44', 'SIGN_VERIFY', { SigningAlgorithms: ['ML_DSA_SHAKE_256'] }],
    ['ML_KEM_512', 'ENCAPSULATE_DECAPSULATE', { EncapsulationAlgorithms: ['ML_KEM'] }],
    ['RSA_2048', 'ENCRYPT_DECRYPT', { EncryptionAlgorithms: ['RSAES_OAEP_SHA_1', 'RSAES_OAEP_SHA_256'] }],
    [
      'RSA_2048',
      'SIGN_VERIFY',
      {
        SigningAlgorithms: [
          'RSASSA_PKCS1_V1_5_SHA_256',
          'RSASSA_PKCS1_V1_5_SHA_384',
          'RSASSA_PKCS1_V1_5_SHA_512',
          'RSASSA_PSS_SHA_256',
          'RSASSA_PSS_SHA_384',
          'RSASSA_PSS_SHA_512',
        ],
      },
    ],
  ])('makes a key of spec %s for %s, with its algorithms and no others', async (KeySpec, KeyUsage, algorithms) => {
    const { KeyId, ...key } = await kms.newKey({ KeySpec, KeyUsage })
    expect(key).toStrictEqual({
      AWSAccountId: ACCOUNT,
      Arn: `arn:aws:kms:${REGION}:${ACCOUNT}:key/${KeyId}`,
      CreationDate: kms.clock.now(),
      Enabled: true,
      Description: '',
      KeyUsage,
      KeyState: 'Enabled',
      Origin: 'AWS_KMS',
      KeyManager: 'CUSTOMER',
      CustomerMasterKeySpec: KeySpec,
      KeySpec,
      ...algorithms,
      MultiRegion: false,
    })
  })

  it('makes a key that waits for its material, with nothing said of it', async () => {
    const { KeyId, ...key } = await kms.newKey({ Origin: 'EXTERNAL' })
    expect(key).toStrictEqual({
      AWSAccountId: ACCOUNT,
      Arn: `arn:aws:kms:${REGION}:${ACCOUNT}:key/${KeyId}`,
      CreationDate: kms.clock.now(),
      Enabled: false,
      Description: '',
      KeyUsage: 'ENCRYPT_DECRYPT',
      KeyState: 'PendingImport',
      Origin: 'EXTERNAL',
      KeyManager: 'CUSTOMER',
      CustomerMasterKeySpec: 'SYMMETRIC_DEFAULT',
      KeySpec: 'SYMMETRIC_DEFAULT',
      EncryptionAlgorithms: ['SYMMETRIC_DEFAULT'],
      MultiRegion: false,
    })
  })

  it.each(['AWS_KMS', 'EXTERNAL'] as const)(
    'makes a multi-Region primary of origin %s, known by its id',
    async (Origin) => {
      const { KeyId, Arn, ...key } = await kms.newKey({ MultiRegion: true, Origin })
      expect(KeyId).toMatch(/^mrk-[0-9a-f]{32}$/)
      expect(Arn).toBe(`arn:aws:kms:${REGION}:${ACCOUNT}:key/${KeyId}`)
      expect(key).toMatchObject({
        Origin,
        MultiRegion: true,
        MultiRegionConfiguration: {
          MultiRegionKeyType: 'PRIMARY',
          PrimaryKey: { Arn, Region: REGION },
          ReplicaKeys: [],
        },
      })
    },
  )

  it('makes another key each time, with material of its own', async () => {
    const [one, other] = [await kms.newKey(), await kms.newKey()]
    expect(one.KeyId).not.toBe(other.KeyId)
    expect(one.CurrentKeyMaterialId).not.toBe(other.CurrentKeyMaterialId)
  })

  it.each<[string, Input<'CreateKey'>]>([
    ['KeySpec', { KeySpec: 'SYMMETRIC_DEFAULT' }],
    ['CustomerMasterKeySpec', { CustomerMasterKeySpec: 'SYMMETRIC_DEFAULT' }],
    ['KeyUsage', { KeyUsage: 'ENCRYPT_DECRYPT' }],
    ['Origin', { Origin: 'AWS_KMS' }],
    ['MultiRegion', { MultiRegion: false }],
    ['no tags', { Tags: [] }],
  ])('takes the default said aloud: %s', async (_, input) => {
    expect(await kms.newKey(input)).toMatchObject({ KeySpec: 'SYMMETRIC_DEFAULT', KeyUsage: 'ENCRYPT_DECRYPT' })
  })

  it('keeps description, tags and policy', async () => {
    const Policy = defaultKeyPolicyText(ACCOUNT).replace('key-default-1', 'my own')
    const { KeyId } = await kms.newKey({ Description: 'payroll', Tags: tags(50), Policy })
    expect((await kms.call('DescribeKey', { KeyId })).KeyMetadata?.Description).toBe('payroll')
    expect((await kms.call('ListResourceTags', { KeyId })).Tags).toHaveLength(50)
    expect((await kms.call('GetKeyPolicy', { KeyId })).Policy).toBe(Policy)
  })

  it('names the partition of its Region', async () => {
    const china = kms.caller({ region: 'cn-north-1' as typeof REGION })
    const { KeyId, Arn } = await kms.newKey({}, china)
    expect(Arn).toBe(`arn:aws-cn:kms:cn-north-1:${ACCOUNT}:key/${KeyId}`)
    expect((await kms.call('GetKeyPolicy', { KeyId }, china)).Policy).toBe(defaultKeyPolicyText(ACCOUNT, 'aws-cn'))
  })

  it('makes the first keys of a Region at the same time', async () => {
    const caller = kms.caller({ region: OTHER_REGION })
    const made = await Promise.all(Array.from({ length: 5 }, () => kms.newKey({}, caller)))
    expect(new Set(made.map(({ KeyId }) => KeyId)).size).toBe(5)
    for (const { KeyId } of made) await kms.call('Encrypt', { KeyId, Plaintext: Buffer.from('x') }, caller)
  })

  it.each<[string, Input<'CreateKey'>, { code: string; message: string }]>([
    [
      'another spec without usage',
      { KeySpec: 'RSA_2048' },
      invalid('You must specify a KeyUsage value for all KMS keys except for symmetric encryption keys.'),
    ],
    [
      'the deprecated member for another spec without usage',
      { CustomerMasterKeySpec: 'HMAC_256' as never },
      invalid('You must specify a KeyUsage value for all KMS keys except for symmetric encryption keys.'),
    ],
    [
      'a usage that does not fit',
      { KeyUsage: 'SIGN_VERIFY' },
      invalid('KeyUsage SIGN_VERIFY is not compatible with KeySpec SYMMETRIC_DEFAULT'),
    ],
    [
      'both names of the spec',
      { KeySpec: 'SYMMETRIC_DEFAULT', CustomerMasterKeySpec: 'SYMMETRIC_DEFAULT' },
      invalid(
        'You cannot specify KeySpec and CustomerMasterKeySpec in the same request. CustomerMasterKeySpec is deprecated.',
      ),
    ],
    [
      'imported material of a spec that takes none',
      { Origin: 'EXTERNAL', KeySpec: 'ML_KEM_512', KeyUsage: 'ENCAPSULATE_DECAPSULATE' },
      unsupported('KeySpec ML_KEM_512 is not supported for Origin EXTERNAL.'),
    ],
    [
      'material of a custom key store',
      { Origin: 'AWS_CLOUDHSM' },
      invalid('CustomKeyStoreId is required for Origin AWS_CLOUDHSM.'),
    ],
    [
      'material of an external key store',
      { Origin: 'EXTERNAL_KEY_STORE' },
      invalid('CustomKeyStoreId is required for Origin EXTERNAL_KEY_STORE.'),
    ],
    [
      'signing with a key for encapsulation',
      { KeySpec: 'ML_KEM_512', KeyUsage: 'SIGN_VERIFY' },
      invalid('KeyUsage SIGN_VERIFY is not compatible with KeySpec ML_KEM_512'),
    ],
    [
      'key agreement on a curve for signatures only',
      { KeySpec: 'ECC_SECG_P256K1', KeyUsage: 'KEY_AGREEMENT' },
      invalid('KeyUsage KEY_AGREEMENT is not compatible with KeySpec ECC_SECG_P256K1'),
    ],
    [
      'encryption on a curve',
      { KeySpec: 'ECC_NIST_P256', KeyUsage: 'ENCRYPT_DECRYPT' },
      invalid('KeyUsage ENCRYPT_DECRYPT is not compatible with KeySpec ECC_NIST_P256'),
    ],
    [
      'a custom key store',
      { CustomKeyStoreId: 'cks-1234567890abcdef0' },
      invalid('CustomKeyStoreId is not valid for Origin AWS_KMS.'),
    ],
    ['an external key', { XksKeyId: 'bb8562717f809024' }, invalid('XksKeyId is not valid for Origin AWS_KMS.')],
    [
      'a spec of China',
      { KeySpec: 'SM2', KeyUsage: 'SIGN_VERIFY' },
      unsupported('KeySpec SM2 is not supported in this Region'),
    ],
    ['51 tags', { Tags: tags(51) }, { code: 'TagException', message: 'Too many tags' }],
    ['a tag key twice', { Tags: [...tags(1), ...tags(1)] }, { code: 'TagException', message: 'Duplicate tag keys' }],
    [
      'a reserved tag key',
      { Tags: [{ TagKey: 'AWS:owner', TagValue: '' }] },
      { code: 'TagException', message: 'Tags beginning with aws: are reserved' },
    ],
    [
      'a tag key that is too long',
      { Tags: [{ TagKey: 'a'.repeat(129), TagValue: '' }] },
      invalid(
        `1 validation error detected: Value '${'a'.repeat(129)}' at 'tags.1.member.tagKey' failed to satisfy constraint: Member must have length less than or equal to 128`,
      ),
    ],
    [
      'a description that is too long',
      { Description: 'd'.repeat(8193) },
      invalid(
        `1 validation error detected: Value '${'d'.repeat(8193)}' at 'description' failed to satisfy constraint: Member must have length less than or equal to 8192`,
      ),
    ],
  ])('refuses %s, makes nothing and records the call', async (_, input, error) => {
    const before = (await kms.ports.store.keyRecords(kms.caller().scope)).length
    const events = await eventsOf(kms, async () => {
      expect(await kms.refusal('CreateKey', input)).toMatchObject(error)
    })
    expect(events).toMatchObject([{ eventName: 'CreateKey', outcome: 'error', record: { errorCode: error.code } }])
    expect(await kms.ports.store.keyRecords(kms.caller().scope)).toHaveLength(before)
  })

  it('refuses a spec that AWS does not know by the model', async () => {
    const error = await kms.refusal('CreateKey', { KeySpec: 'HMAC_random' as KeySpec })
    expect(error.code).toBe('ValidationException')
    expect(error.message).toMatch(
      /^1 validation error detected: Value 'HMAC_random' at 'keySpec' failed to satisfy constraint: Member must satisfy enum value set: \[/,
    )
  })

  it('asks for kms:TagResource too when there are tags', async () => {
    const principal = kms.identities.user(ACCOUNT, 'maker', {
      Version: '2012-10-17',
      Statement: { Effect: 'Allow', Action: 'kms:CreateKey', Resource: '*' },
    })
    const caller = kms.caller({ principal })
    await kms.newKey({}, caller)
    expect(await kms.refusal('CreateKey', { Tags: tags(1) }, caller)).toMatchObject({
      code: 'AccessDeniedException',
      message: `User: ${principal.arn} is not authorized to perform: kms:TagResource on resource: * because no identity-based policy allows the kms:TagResource action`,
    })
  })

  it.each([
    ['kms:KeySpec', 'SYMMETRIC_DEFAULT'],
    ['kms:CustomerMasterKeySpec', 'SYMMETRIC_DEFAULT'],
    ['kms:KeyUsage', 'ENCRYPT_DECRYPT'],
    ['kms:CustomerMasterKeyUsage', 'ENCRYPT_DECRYPT'],
    ['kms:KeyOrigin', 'AWS_KMS'],
    ['kms:MultiRegion', 'false'],
    ['kms:BypassPolicyLockoutSafetyCheck', 'false'],
    ['kms:CallerAccount', ACCOUNT],
    ['aws:RequestedRegion', REGION],
    ['aws:RequestTag/team', 'blue'],
  ])('lets policies ask for %s, defaulted or not', async (key, value) => {
    const userWho = (wanted: string) =>
      kms.caller({
        principal: kms.identities.user(ACCOUNT, `maker-${key.replace(/\W/g, '-')}-${wanted.length}`, {
          Version: '2012-10-17',
          Statement: {
            Effect: 'Allow',
            Action: ['kms:CreateKey', 'kms:TagResource'],
            Resource: '*',
            Condition: { StringEquals: { [key]: wanted } },
          },
        }),
      })
    const Tags = [{ TagKey: 'team', TagValue: 'blue' }]
    await kms.newKey({ Tags }, userWho(value))
    expect((await kms.refusal('CreateKey', { Tags }, userWho(`${value}x`))).code).toBe('AccessDeniedException')
  })

  it.each<[string, string, Input<'CreateKey'>]>([
    ['kms:KeySpec', 'HMAC_256', { KeySpec: 'HMAC_256', KeyUsage: 'GENERATE_VERIFY_MAC' }],
    ['kms:KeyUsage', 'KEY_AGREEMENT', { KeySpec: 'ECC_NIST_P256', KeyUsage: 'KEY_AGREEMENT' }],
    ['kms:KeyOrigin', 'EXTERNAL', { Origin: 'EXTERNAL' }],
    ['kms:MultiRegion', 'true', { MultiRegion: true }],
  ])('lets policies ask for %s of %s', async (key, value, input) => {
    const principal = kms.identities.user(ACCOUNT, `only-${value}`, {
      Version: '2012-10-17',
      Statement: {
        Effect: 'Allow',
        Action: 'kms:CreateKey',
        Resource: '*',
        Condition: { StringEquals: { [key]: value } },
      },
    })
    const caller = kms.caller({ principal })
    await kms.newKey(input, caller)
    expect((await kms.refusal('CreateKey', {}, caller)).code).toBe('AccessDeniedException')
  })
})
