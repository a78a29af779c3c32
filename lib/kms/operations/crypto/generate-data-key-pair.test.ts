import { createPrivateKey, createPublicKey } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Input, KeyMetadata } from '#model/api.ts'
import { eventsOf } from '#testing/events.ts'
import { type Harness, openHarness } from '#testing/harness.ts'

type Spec = Input<'GenerateDataKeyPair'>['KeyPairSpec']

const SPECS: readonly Spec[] = [
  'RSA_2048',
  'ECC_NIST_P256',
  'ECC_NIST_P384',
  'ECC_NIST_P521',
  'ECC_SECG_P256K1',
  'ECC_NIST_EDWARDS25519',
  'ML_KEM_512',
  'ML_KEM_768',
  'ML_KEM_1024',
]
const EncryptionContext = new Map([['Dept', 'IT']])

let kms: Harness
let key: KeyMetadata

beforeAll(async () => {
  kms = await openHarness()
  key = await kms.newKey()
})

const asked = (KeyPairSpec: Spec = 'ECC_NIST_P256', more: Partial<Input<'GenerateDataKeyPair'>> = {}) => ({
  KeyId: key.KeyId,
  KeyPairSpec,
  ...more,
})
const decrypted = async (CiphertextBlob: Uint8Array = Buffer.alloc(0), more: Partial<Input<'Decrypt'>> = {}) =>
  Buffer.from((await kms.call('Decrypt', { CiphertextBlob, ...more })).Plaintext ?? [])
const publicDer = (pkcs8: Uint8Array) =>
  createPublicKey(createPrivateKey({ key: Buffer.from(pkcs8), format: 'der', type: 'pkcs8' })).export({
    format: 'der',
    type: 'spki',
  })

describe.each(SPECS)('a data key pair of %s', (spec) => {
  it('holds a public key that belongs to its private key, in plaintext and decrypted', async () => {
    const { PrivateKeyPlaintext, PrivateKeyCiphertextBlob, PublicKey, ...rest } = await kms.call(
      'GenerateDataKeyPair',
      asked(spec),
    )
    expect(rest).toStrictEqual({
      KeyId: key.Arn,
      KeyPairSpec: spec,
      KeyMaterialId: key.CurrentKeyMaterialId,
    })
    const plaintext = await decrypted(PrivateKeyCiphertextBlob)
    expect(plaintext).toEqual(Buffer.from(PrivateKeyPlaintext ?? []))
    expect(publicDer(plaintext)).toEqual(Buffer.from(PublicKey ?? []))
  })

  it('without plaintext holds the private key encrypted only', async () => {
    const answer = await kms.call('GenerateDataKeyPairWithoutPlaintext', asked(spec))
    const { PrivateKeyCiphertextBlob, PublicKey, ...rest } = answer
    expect(rest).toStrictEqual({ KeyId: key.Arn, KeyPairSpec: spec, KeyMaterialId: key.CurrentKeyMaterialId })
    expect(publicDer(await decrypted(PrivateKeyCiphertextBlob))).toEqual(Buffer.from(PublicKey ?? []))
  })
})

describe('GenerateDataKeyPair', () => {
  it('gives another pair each time', async () => {
    const [first, second] = await Promise.all([1, 2].map(() => kms.call('GenerateDataKeyPair', asked())))
    expect(first?.PublicKey).not.toEqual(second?.PublicKey)
  })

  it('binds the private key to the encryption context', async () => {
    const { PrivateKeyCiphertextBlob: CiphertextBlob = Buffer.alloc(0) } = await kms.call(
      'GenerateDataKeyPair',
      asked('ECC_NIST_P256', { EncryptionContext }),
    )
    await decrypted(CiphertextBlob, { EncryptionContext })
    expect((await kms.refusal('Decrypt', { CiphertextBlob })).code).toBe('InvalidCiphertextException')
  })

  it('refuses specs of no data key pair', async () => {
    for (const spec of ['ML_DSA_44', 'SYMMETRIC_DEFAULT', 'HMAC_256']) {
      expect((await kms.refusal('GenerateDataKeyPair', asked(spec as Spec))).code).toBe('ValidationException')
    }
    expect(await kms.refusal('GenerateDataKeyPair', asked('SM2'))).toMatchObject({
      code: 'UnsupportedOperationException',
      message: 'KeyPairSpec SM2 is not supported in this Region',
    })
  })

  it.each<[Input<'CreateKey'>, string]>([
    [{ KeySpec: 'HMAC_256', KeyUsage: 'GENERATE_VERIFY_MAC' }, 'key usage is GENERATE_VERIFY_MAC'],
    [{ KeySpec: 'RSA_2048', KeyUsage: 'ENCRYPT_DECRYPT' }, 'incompatible with key spec RSA_2048'],
  ])('refuses a key of %j', async (input, words) => {
    const { KeyId } = await kms.newKey(input)
    for (const name of ['GenerateDataKeyPair', 'GenerateDataKeyPairWithoutPlaintext', 'GenerateDataKey'] as const) {
      const more = name === 'GenerateDataKey' ? { KeySpec: 'AES_256' } : { KeyPairSpec: 'ECC_NIST_P256' }
      const error = await kms.refusal(name, { KeyId, ...more } as Input<'GenerateDataKeyPair'>)
      expect(error).toMatchObject({ code: 'InvalidKeyUsageException', message: expect.stringContaining(words) })
    }
  })

  it('as a dry run makes nothing, in AWS’s words', async () => {
    for (const name of ['GenerateDataKeyPair', 'GenerateDataKeyPairWithoutPlaintext'] as const) {
      expect(await kms.refusal(name, asked('ECC_NIST_P256', { DryRun: true }))).toMatchObject({
        code: 'DryRunOperationException',
        message: 'The request would have succeeded, but the DryRun option is set.',
      })
    }
  })

  it('records spec and encryption context, never a key', async () => {
    let answer: Awaited<ReturnType<typeof kms.call<'GenerateDataKeyPair'>>> = {}
    const [event] = await eventsOf(kms, async () => {
      answer = await kms.call('GenerateDataKeyPair', asked('ECC_NIST_P256', { EncryptionContext }))
    })
    expect(event?.record).toMatchObject({
      readOnly: true,
      requestParameters: { keyPairSpec: 'ECC_NIST_P256', encryptionContext: { Dept: 'IT' } },
      responseElements: null,
      additionalEventData: { keyMaterialId: key.CurrentKeyMaterialId },
    })
    for (const secret of [answer.PrivateKeyPlaintext, answer.PrivateKeyCiphertextBlob]) {
      expect(event?.text).not.toContain(
        Buffer.from(secret ?? [])
          .toString('base64')
          .slice(20, 60),
      )
    }
  })

  it('follows a policy about the spec of the pair', async () => {
    const Statement = [
      {
        Effect: 'Allow',
        Action: 'kms:GenerateDataKeyPair',
        Resource: '*',
        Condition: { StringEquals: { 'kms:DataKeyPairSpec': 'ECC_NIST_P256' } },
      },
    ]
    const account = kms.caller().principal.account
    const principal = kms.identities.user(account, 'Pairs', { Version: '2012-10-17', Statement })
    await kms.call('GenerateDataKeyPair', asked(), kms.caller({ principal }))
    const refused = await kms.refusal('GenerateDataKeyPair', asked('ECC_NIST_P384'), kms.caller({ principal }))
    expect(refused.code).toBe('AccessDeniedException')
  })
})
