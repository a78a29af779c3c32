import { beforeEach, describe, expect, it } from 'vitest'
import type { Input } from '#model/api.ts'
import { eventsOf } from '#testing/events.ts'
import { ACCOUNT, type Harness, openHarness, REGION } from '#testing/harness.ts'
import { connect, newKeyStore } from '#testing/key-stores.ts'
import type { XksFailure } from '#xks/ports.ts'
import { FAILURE_MESSAGES } from '#xks/ports.ts'

let kms: Harness

beforeEach(async () => {
  kms = await openHarness()
})

const failures = Object.keys(FAILURE_MESSAGES) as XksFailure[]

async function connectedStore(): Promise<string> {
  const id = await newKeyStore(kms)
  await connect(kms, id)
  return id
}
const inExternal = (CustomKeyStoreId: string, XksKeyId = 'bb8562717f809024') => {
  return { Origin: 'EXTERNAL_KEY_STORE', CustomKeyStoreId, XksKeyId } as const
}

describe('CreateKey in an external key store', () => {
  it('asks the proxy for the external key, and makes a key with material of both', async () => {
    const CustomKeyStoreId = await connectedStore()
    const caller = kms.caller()
    const [event] = await eventsOf(kms, async () => {
      const { KeyMetadata } = await kms.call('CreateKey', inExternal(CustomKeyStoreId), caller)
      expect(KeyMetadata).toEqual({
        AWSAccountId: ACCOUNT,
        KeyId: KeyMetadata?.KeyId,
        Arn: KeyMetadata?.Arn,
        CreationDate: kms.clock.now(),
        Enabled: true,
        Description: '',
        KeyUsage: 'ENCRYPT_DECRYPT',
        KeyState: 'Enabled',
        Origin: 'EXTERNAL_KEY_STORE',
        CustomKeyStoreId,
        XksKeyConfiguration: { Id: 'bb8562717f809024' },
        KeyManager: 'CUSTOMER',
        CustomerMasterKeySpec: 'SYMMETRIC_DEFAULT',
        KeySpec: 'SYMMETRIC_DEFAULT',
        EncryptionAlgorithms: ['SYMMETRIC_DEFAULT'],
        MultiRegion: false,
      })
      expect((await kms.call('DescribeKey', { KeyId: KeyMetadata?.KeyId ?? '' })).KeyMetadata).toEqual(KeyMetadata)
    })
    expect(kms.externalKeys.calls.at(-1)).toMatchObject({ operation: 'metadata', externalKeyId: 'bb8562717f809024' })
    expect(kms.externalKeys.calls.at(-1)?.about).toEqual({
      awsPrincipalArn: caller.principal.arn,
      kmsOperation: 'CreateKey',
      kmsRequestId: caller.request.id,
    })
    expect(event?.record).toMatchObject({
      requestParameters: {
        origin: 'EXTERNAL_KEY_STORE',
        customKeyStoreId: CustomKeyStoreId,
        xksKeyId: 'bb8562717f809024',
      },
      responseElements: {
        keyMetadata: { customKeyStoreId: CustomKeyStoreId, xksKeyConfiguration: { id: 'bb8562717f809024' } },
      },
    })
  })

  it('takes an external key into service once in a key store', async () => {
    const id = await connectedStore()
    await kms.newKey(inExternal(id))
    expect((await kms.refusal('CreateKey', inExternal(id))).code).toBe('XksKeyAlreadyInUseException')
    await kms.newKey(inExternal(id, 'another'))
    await kms.newKey(inExternal(await connectedStore()))
  })

  it('of the same external key at the same time is made once', async () => {
    const id = await connectedStore()
    const outcomes = await Promise.allSettled([1, 2, 3].map(() => kms.call('CreateKey', inExternal(id))))
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect((await kms.call('ListKeys', {})).Keys).toHaveLength(1)
  })

  it('asks the proxy once in all its plans, and in each call', async () => {
    const id = await connectedStore()
    const { metadata } = kms.externalKeys
    const asked = () => kms.externalKeys.calls.filter(({ operation }) => operation === 'metadata')
    kms.externalKeys.metadata = async (...call) => {
      kms.externalKeys.metadata = metadata
      await kms.newKey(inExternal(id, 'another'))
      return metadata.apply(kms.externalKeys, call)
    }
    await kms.newKey(inExternal(id))
    expect(asked().map(({ externalKeyId }) => externalKeyId)).toEqual(['another', 'bb8562717f809024'])
    await kms.refusal('CreateKey', inExternal(id))
    await kms.newKey(inExternal(await connectedStore()))
    expect(asked()).toHaveLength(3)
  })

  it.each([
    ['another spec', { keySpec: 'RSA_2048', keyUsage: ['ENCRYPT', 'DECRYPT'], keyStatus: 'ENABLED' }],
    ['no decryption', { keySpec: 'AES_256', keyUsage: ['ENCRYPT'], keyStatus: 'ENABLED' }],
    ['no encryption', { keySpec: 'AES_256', keyUsage: ['DECRYPT', 'SIGN'], keyStatus: 'ENABLED' }],
    ['no leave to be used', { keySpec: 'AES_256', keyUsage: ['ENCRYPT', 'DECRYPT'], keyStatus: 'DISABLED' }],
  ] as const)('refuses an external key of %s', async (_, facts) => {
    kms.externalKeys.facts.set('unfit', facts)
    const input = inExternal(await connectedStore(), 'unfit')
    expect((await kms.refusal('CreateKey', input)).code).toBe('XksKeyInvalidConfigurationException')
    expect((await kms.call('ListKeys', {})).Keys).toEqual([])
  })

  it.each(failures)('of which the proxy fails by %s says so in the words of the failure', async (failure) => {
    const input = inExternal(await connectedStore())
    kms.externalKeys.failure = failure
    const isMissing = failure === 'KeyNotFoundException'
    expect(await kms.refusal('CreateKey', input)).toMatchObject({
      code: isMissing ? 'XksKeyNotFoundException' : 'CustomKeyStoreInvalidStateException',
      message: FAILURE_MESSAGES[failure],
    })
  })

  it('is refused unless the key store is connected', async () => {
    const input = inExternal(await newKeyStore(kms))
    expect((await kms.refusal('CreateKey', input)).code).toBe('CustomKeyStoreInvalidStateException')
  })

  it.each<[string, Input<'CreateKey'>, string]>([
    ['without an external key', { Origin: 'EXTERNAL_KEY_STORE' }, 'ValidationException'],
    [
      'of a pair',
      { ...inExternal(''), KeySpec: 'RSA_2048', KeyUsage: 'ENCRYPT_DECRYPT' },
      'UnsupportedOperationException',
    ],
    [
      'of a MAC',
      { ...inExternal(''), KeySpec: 'HMAC_256', KeyUsage: 'GENERATE_VERIFY_MAC' },
      'UnsupportedOperationException',
    ],
    ['of many Regions', { ...inExternal(''), MultiRegion: true }, 'UnsupportedOperationException'],
    ['with the Origin of a cluster', { Origin: 'AWS_CLOUDHSM' }, 'ValidationException'],
    ['with the Origin of KMS', { Origin: 'AWS_KMS' }, 'ValidationException'],
    ['with imported material', { Origin: 'EXTERNAL' }, 'ValidationException'],
  ])('is refused %s', async (_, input, code) => {
    const CustomKeyStoreId = await connectedStore()
    expect((await kms.refusal('CreateKey', { ...input, CustomKeyStoreId })).code).toBe(code)
  })
})

describe('a policy on making keys', () => {
  it('can allow one origin and no other', async () => {
    const CustomKeyStoreId = await connectedStore()
    const statement = {
      Effect: 'Allow',
      Action: 'kms:CreateKey',
      Resource: '*',
      Condition: { StringEquals: { 'kms:KeyOrigin': 'EXTERNAL_KEY_STORE' } },
    }
    const principal = kms.identities.user(ACCOUNT, 'maker', { Version: '2012-10-17', Statement: [statement] })
    const caller = kms.caller({ principal })
    const { Arn = '' } = await kms.newKey(inExternal(CustomKeyStoreId), caller)
    expect(Arn).toContain(REGION)
    expect((await kms.refusal('CreateKey', {}, caller)).code).toBe('AccessDeniedException')
  })
})
