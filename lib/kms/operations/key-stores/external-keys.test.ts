import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { XaesKey } from '#crypto/xaes.ts'
import type { KeyId } from '#kernel/ids.ts'
import type { KeyRow } from '#kms/domain/rows.ts'
import { update } from '#kms/domain/writes.ts'
import type { KeyMetadata, OperationName } from '#model/api.ts'
import { encrypted } from '#testing/calls.ts'
import { eventsOf } from '#testing/events.ts'
import { ACCOUNT, type Harness, openHarness } from '#testing/harness.ts'
import { externalKey } from '#testing/key-stores.ts'
import type { XksFailure } from '#xks/ports.ts'
import { FAILURE_MESSAGES } from '#xks/ports.ts'

let kms: Harness

beforeEach(async () => {
  kms = await openHarness()
})

afterEach(() => {
  vi.restoreAllMocks()
})

const PLAINTEXT = Buffer.from('attack at dawn')
const CONTEXT = new Map([['Purpose', 'Test']])
const failures = Object.keys(FAILURE_MESSAGES) as XksFailure[]

describe('a key of an external key store', () => {
  let key: KeyMetadata
  let KeyId: string

  beforeEach(async () => {
    key = await externalKey(kms, 'bb8562717f809024')
    KeyId = key.KeyId
  })

  it('encrypts and decrypts by the proxy, which is told of the call', async () => {
    const caller = kms.caller()
    const input = { KeyId, Plaintext: PLAINTEXT, EncryptionContext: CONTEXT }
    const { CiphertextBlob = PLAINTEXT } = await kms.call('Encrypt', input, caller)
    const answer = await kms.call('Decrypt', { CiphertextBlob, EncryptionContext: CONTEXT })
    expect(Buffer.from(answer.Plaintext ?? []).toString()).toBe('attack at dawn')
    expect(answer.KeyId).toBe(key.Arn)
    const [encrypt, decrypt] = kms.externalKeys.calls.slice(-2)
    expect(encrypt).toMatchObject({ operation: 'encrypt', externalKeyId: 'bb8562717f809024' })
    expect(encrypt?.about).toEqual({
      awsPrincipalArn: caller.principal.arn,
      kmsKeyArn: key.Arn,
      kmsOperation: 'Encrypt',
      kmsRequestId: caller.request.id,
    })
    expect(decrypt).toMatchObject({ operation: 'decrypt', about: { kmsOperation: 'Decrypt', kmsKeyArn: key.Arn } })
  })

  it('tells the proxy which service makes the call', async () => {
    const forwarded = { issuedAt: kms.clock.now(), expiresAt: kms.clock.now(), mfa: false, policies: [], tags: [] }
    const caller = { ...kms.caller(), session: { ...forwarded, via: 's3' } }
    await kms.call('Encrypt', { KeyId, Plaintext: PLAINTEXT }, caller)
    expect(kms.externalKeys.calls.at(-1)?.about).toMatchObject({ kmsViaService: 's3' })
  })

  it('makes data keys, and re-encrypts from and to a key of KMS', async () => {
    const opened = async (CiphertextBlob = PLAINTEXT as Uint8Array) =>
      (await kms.call('Decrypt', { CiphertextBlob })).Plaintext
    const made = await kms.call('GenerateDataKey', { KeyId, KeySpec: 'AES_256' })
    expect(await opened(made.CiphertextBlob)).toEqual(made.Plaintext)
    const sealed = await kms.call('GenerateDataKeyWithoutPlaintext', { KeyId, NumberOfBytes: 64 })
    expect(await opened(sealed.CiphertextBlob)).toHaveLength(64)
    const move = async (DestinationKeyId: string, CiphertextBlob = PLAINTEXT as Uint8Array) =>
      (await kms.call('ReEncrypt', { CiphertextBlob, DestinationKeyId })).CiphertextBlob
    const { KeyId: other } = await kms.newKey()
    const back = await move(KeyId, await move(other, made.CiphertextBlob))
    expect(await opened(back)).toEqual(made.Plaintext)
    const operations = kms.externalKeys.calls.slice(-3).map(({ about }) => about.kmsOperation)
    expect(operations).toEqual(['ReEncrypt', 'ReEncrypt', 'Decrypt'])
  })

  it('takes 4,096 bytes, as every symmetric key does', async () => {
    const CiphertextBlob = await encrypted(kms, KeyId, 'a'.repeat(4096))
    expect((await kms.call('Decrypt', { CiphertextBlob })).Plaintext).toHaveLength(4096)
  })

  it('opens nothing without the external key', async () => {
    const CiphertextBlob = await encrypted(kms, KeyId, 'attack at dawn')
    kms.externalKeys.forget('bb8562717f809024')
    expect(await kms.refusal('Decrypt', { CiphertextBlob })).toMatchObject({
      code: 'KMSInvalidStateException',
      message: FAILURE_MESSAGES.InvalidCiphertextException,
    })
  })

  it('opens nothing without our own material, though the external key serves', async () => {
    const CiphertextBlob = await encrypted(kms, KeyId, 'attack at dawn')
    const { scope } = kms.caller()
    const record = await kms.ports.store.key(scope, KeyId as KeyId)
    const [material] = record?.materials ?? []
    if (!material) throw new Error('no material')
    const gone = { act: 'remove', table: 'material', key: material, version: material.version } as const
    await kms.ports.store.commit({ writes: [gone], events: [] })
    const calls = kms.externalKeys.calls.length
    expect((await kms.refusal('Decrypt', { CiphertextBlob })).code).toBe('InvalidCiphertextException')
    expect(kms.externalKeys.calls).toHaveLength(calls)
  })

  it('says of a wrong encryption context what the proxy says, as AWS does', async () => {
    const CiphertextBlob = await encrypted(kms, KeyId, 'attack at dawn')
    expect(await kms.refusal('Decrypt', { CiphertextBlob, EncryptionContext: CONTEXT })).toMatchObject({
      code: 'KMSInvalidStateException',
      message: FAILURE_MESSAGES.InvalidCiphertextException,
    })
  })

  it('opens no ciphertext of another key, and no other key opens its own', async () => {
    const CiphertextBlob = await encrypted(kms, KeyId, 'attack at dawn')
    const { KeyId: other } = await kms.newKey()
    expect((await kms.refusal('Decrypt', { CiphertextBlob, KeyId: other })).code).toBe('IncorrectKeyException')
    const foreign = await encrypted(kms, other, 'attack at dawn')
    expect((await kms.refusal('Decrypt', { CiphertextBlob: foreign, KeyId })).code).toBe('IncorrectKeyException')
    const cut = CiphertextBlob.subarray(0, 60)
    expect((await kms.refusal('Decrypt', { CiphertextBlob: cut, KeyId })).code).toBe('InvalidCiphertextException')
  })

  const uses: readonly (readonly [OperationName, (blob: Uint8Array) => object])[] = [
    ['Encrypt', () => ({ KeyId, Plaintext: PLAINTEXT })],
    ['Decrypt', (CiphertextBlob) => ({ CiphertextBlob })],
    ['GenerateDataKey', () => ({ KeyId, KeySpec: 'AES_256' })],
    ['GenerateDataKeyWithoutPlaintext', () => ({ KeyId, KeySpec: 'AES_256' })],
    ['ReEncrypt', (CiphertextBlob) => ({ CiphertextBlob, DestinationKeyId: KeyId })],
  ]

  it.each(uses)(
    'fails %s by KMSInvalidStateException with the words of each failure of the proxy',
    async (name, of) => {
      const input = of(await encrypted(kms, KeyId, 'attack at dawn')) as never
      for (const failure of failures) {
        kms.externalKeys.failure = failure
        const [event] = await eventsOf(kms, async () => {
          const error = await kms.refusal(name, input)
          expect(error).toMatchObject({ code: 'KMSInvalidStateException', message: FAILURE_MESSAGES[failure] })
        })
        expect(event).toMatchObject({ outcome: 'error', keyUse: false, resources: [key.Arn] })
      }
    },
  )

  it.each(uses)('does not call the proxy in a dry run of %s', async (name, of) => {
    const input = of(await encrypted(kms, KeyId, 'attack at dawn'))
    const calls = kms.externalKeys.calls.length
    expect((await kms.refusal(name, { ...input, DryRun: true } as never)).code).toBe('DryRunOperationException')
    expect(kms.externalKeys.calls).toHaveLength(calls)
    const { CustomKeyStoreId = '' } = key
    await kms.call('DisconnectCustomKeyStore', { CustomKeyStoreId })
    expect((await kms.refusal(name, { ...input, DryRun: true } as never)).code).toBe('KMSInvalidStateException')
  })

  it.each<[string, Partial<KeyRow>]>([
    ['its external key', { xksKeyId: null }],
    ['its key store and external key', { xksKeyId: null, customKeyStoreId: null }],
    ['its origin too', { xksKeyId: null, customKeyStoreId: null, origin: 'AWS_KMS' }],
  ])('encrypts nothing by our material alone when its row loses %s', async (_, change) => {
    const record = await kms.ports.store.key(kms.caller().scope, KeyId as KeyId)
    if (!record) throw new Error('no key')
    await kms.ports.store.commit({ writes: [update('key', record.key, change)], events: [] })
    const { code } = await kms.refusal('Encrypt', { KeyId, Plaintext: PLAINTEXT })
    expect(code).toBe('KMSInternalException')
  })

  it.each(['GenerateDataKey', 'GenerateDataKeyWithoutPlaintext'] as const)(
    'zeroes the data key of %s that the proxy does not encrypt',
    async (name) => {
      const drawn = vi.spyOn(kms.ports.secrets, 'bytes')
      kms.externalKeys.failure = 'timeout'
      await kms.refusal(name, { KeyId, NumberOfBytes: 77 })
      const made = drawn.mock.results.map(({ value }) => value).filter((bytes) => bytes.length === 77)
      expect(made).toEqual([Buffer.alloc(77)])
    },
  )

  it('zeroes what was to be re-encrypted and the proxy does not encrypt', async () => {
    const { KeyId: other } = await kms.newKey()
    const CiphertextBlob = await encrypted(kms, other, 'attack at dawn')
    const { materials } = kms.ports
    const { open } = materials
    const opened: unknown[] = []
    vi.spyOn(materials, 'open').mockImplementation((...asked) => {
      const material = open.apply(materials, asked)
      if (material.kind !== 'symmetric') return material
      const { key: real } = material
      const watched: XaesKey = {
        ...real,
        open(...sealed) {
          const plaintext = real.open(...sealed)
          opened.push(plaintext)
          return plaintext
        },
      }
      return { ...material, key: watched }
    })
    kms.externalKeys.failure = 'timeout'
    await kms.refusal('ReEncrypt', { CiphertextBlob, DestinationKeyId: KeyId })
    expect(opened).toEqual([Buffer.alloc(PLAINTEXT.length)])
  })

  it.each(uses)('refuses %s while its key store is disconnected, without a call to the proxy', async (name, of) => {
    const input = of(await encrypted(kms, KeyId, 'attack at dawn')) as never
    await kms.call('DisconnectCustomKeyStore', { CustomKeyStoreId: key.CustomKeyStoreId ?? '' })
    const calls = kms.externalKeys.calls.length
    expect(await kms.refusal(name, input)).toMatchObject({
      code: 'KMSInvalidStateException',
      message: `${key.Arn} is unavailable.`,
    })
    expect(kms.externalKeys.calls).toHaveLength(calls)
  })

  it('leaves its key store connected when the proxy dies, and serves again when it is back', async () => {
    const CiphertextBlob = await encrypted(kms, KeyId, 'attack at dawn')
    kms.externalKeys.failure = 'unreachable'
    await kms.refusal('Decrypt', { CiphertextBlob })
    const { CustomKeyStores } = await kms.call('DescribeCustomKeyStores', {})
    expect(CustomKeyStores?.[0]?.ConnectionState).toBe('CONNECTED')
    expect((await kms.call('DescribeKey', { KeyId })).KeyMetadata?.KeyState).toBe('Enabled')
    kms.externalKeys.failure = undefined
    await kms.call('Decrypt', { CiphertextBlob })
  })

  it('is used with the credential that was told last', async () => {
    const credential = { AccessKeyId: 'ANOTHERACCESSKEY234567', RawSecretAccessKey: 'y'.repeat(43) }
    const CustomKeyStoreId = key.CustomKeyStoreId ?? ''
    await kms.call('UpdateCustomKeyStore', { CustomKeyStoreId, XksProxyAuthenticationCredential: credential })
    await encrypted(kms, KeyId, 'attack at dawn')
    expect(kms.externalKeys.calls.at(-1)?.endpoint).toMatchObject({
      accessKeyId: credential.AccessKeyId,
      secret: credential.RawSecretAccessKey,
    })
  })

  it('stands with its key store and external key in the log, also where the call failed', async () => {
    const place = { customKeyStoreId: key.CustomKeyStoreId, xksKeyId: 'bb8562717f809024' }
    const events = await eventsOf(kms, async () => {
      const CiphertextBlob = await encrypted(kms, KeyId, 'attack at dawn')
      await kms.refusal('Decrypt', { CiphertextBlob, EncryptionContext: CONTEXT })
      const { KeyId: other } = await kms.newKey()
      await kms.call('ReEncrypt', { CiphertextBlob, DestinationKeyId: other })
      const nobody = kms.caller({ principal: kms.identities.user(ACCOUNT, 'nobody') })
      await kms.refusal('Decrypt', { CiphertextBlob }, nobody)
    })
    const told = events.map(({ eventName, record }) => [eventName, record.additionalEventData])
    expect(told).toMatchObject([
      ['Encrypt', place],
      ['Decrypt', place],
      ['CreateKey', undefined],
      ['ReEncrypt', { sourceCustomKeyStoreId: key.CustomKeyStoreId, sourceXksKeyId: 'bb8562717f809024' }],
      ['Decrypt', undefined],
    ])
    expect(events[1]?.record.additionalEventData).toEqual(place)
  })

  const IMPORT = { ExpirationModel: 'KEY_MATERIAL_DOES_NOT_EXPIRE' }
  const impossible: readonly [OperationName, object, string][] = [
    ['EnableKeyRotation', {}, 'UnsupportedOperationException'],
    ['DisableKeyRotation', {}, 'UnsupportedOperationException'],
    ['RotateKeyOnDemand', {}, 'UnsupportedOperationException'],
    ['GetKeyRotationStatus', {}, 'UnsupportedOperationException'],
    ['ListKeyRotations', {}, 'UnsupportedOperationException'],
    ['GenerateDataKeyPair', { KeyPairSpec: 'ECC_NIST_P256' }, 'UnsupportedOperationException'],
    ['GenerateDataKeyPairWithoutPlaintext', { KeyPairSpec: 'ECC_NIST_P256' }, 'UnsupportedOperationException'],
    [
      'GetParametersForImport',
      { WrappingAlgorithm: 'RSAES_OAEP_SHA_256', WrappingKeySpec: 'RSA_2048' },
      'UnsupportedOperationException',
    ],
    [
      'ImportKeyMaterial',
      { ...IMPORT, ImportToken: PLAINTEXT, EncryptedKeyMaterial: PLAINTEXT },
      'UnsupportedOperationException',
    ],
    ['DeleteImportedKeyMaterial', {}, 'UnsupportedOperationException'],
    ['ReplicateKey', { ReplicaRegion: 'eu-west-1' }, 'UnsupportedOperationException'],
    ['GetPublicKey', {}, 'UnsupportedOperationException'],
    ['Sign', { Message: PLAINTEXT, SigningAlgorithm: 'ECDSA_SHA_256' }, 'InvalidKeyUsageException'],
  ]
  it.each(impossible)('cannot %s', async (name, more, code) => {
    expect((await kms.refusal(name, { KeyId, ...more } as never)).code).toBe(code)
  })

  it('gives a denied caller no call to the proxy', async () => {
    const calls = kms.externalKeys.calls.length
    const nobody = kms.caller({ principal: kms.identities.user(ACCOUNT, 'nobody') })
    const { code } = await kms.refusal('Encrypt', { KeyId, Plaintext: PLAINTEXT }, nobody)
    expect(code).toBe('AccessDeniedException')
    expect(kms.externalKeys.calls).toHaveLength(calls)
  })
})
