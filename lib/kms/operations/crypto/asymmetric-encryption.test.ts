import { constants, createPublicKey, publicEncrypt } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Input, KeyMetadata } from '#model/api.ts'
import { encrypted } from '#testing/calls.ts'
import { type Harness, openHarness } from '#testing/harness.ts'

const Plaintext = Buffer.from('attack at dawn')
const OAEP = { EncryptionAlgorithm: 'RSAES_OAEP_SHA_256' } as const
const EncryptionContext = new Map([['a', '1']])

let kms: Harness
let rsa: KeyMetadata
let symmetric: KeyMetadata
let other: KeyMetadata

beforeAll(async () => {
  kms = await openHarness()
  symmetric = await kms.newKey()
  const kind = { KeySpec: 'RSA_2048', KeyUsage: 'ENCRYPT_DECRYPT' } as const
  rsa = await kms.newKey(kind)
  other = await kms.newKey(kind)
})

const encrypt = async (more: Partial<Input<'Encrypt'>> = {}) =>
  (await kms.call('Encrypt', { KeyId: rsa.KeyId, Plaintext, ...OAEP, ...more })).CiphertextBlob ?? Buffer.alloc(0)
const decrypt = (CiphertextBlob: Uint8Array, more: Partial<Input<'Decrypt'>> = {}) =>
  kms.call('Decrypt', { KeyId: rsa.KeyId, CiphertextBlob, ...OAEP, ...more })
const invalid = (message: string) => ({ code: 'ValidationException', message })

describe('encryption under an RSA key', () => {
  it.each(['RSAES_OAEP_SHA_1', 'RSAES_OAEP_SHA_256'] as const)(
    '%s gives bare ciphertext of the modulus’ length, and back, with exactly AWS’s members',
    async (EncryptionAlgorithm) => {
      const answer = await kms.call('Encrypt', { KeyId: rsa.KeyId, Plaintext, EncryptionAlgorithm })
      const { CiphertextBlob = Buffer.alloc(0), ...rest } = answer
      expect(CiphertextBlob).toHaveLength(256)
      expect(rest).toStrictEqual({ KeyId: rsa.Arn, EncryptionAlgorithm })
      expect(await decrypt(CiphertextBlob, { EncryptionAlgorithm })).toStrictEqual({
        KeyId: rsa.Arn,
        Plaintext,
        EncryptionAlgorithm,
      })
    },
  )

  it('opens what others encrypted under the public key', async () => {
    const { PublicKey = Buffer.alloc(0) } = await kms.call('GetPublicKey', { KeyId: rsa.KeyId })
    const key = createPublicKey({ key: Buffer.from(PublicKey), format: 'der', type: 'spki' })
    const padding = constants.RSA_PKCS1_OAEP_PADDING
    const blob = publicEncrypt({ key, padding, oaepHash: 'sha256' }, Plaintext)
    expect((await decrypt(blob)).Plaintext).toEqual(Plaintext)
  })

  it.each([
    ['RSAES_OAEP_SHA_1', 214],
    ['RSAES_OAEP_SHA_256', 190],
  ] as const)('by %s takes %s bytes and not one more, in AWS’s words', async (EncryptionAlgorithm, most) => {
    await encrypt({ EncryptionAlgorithm, Plaintext: Buffer.alloc(most) })
    const input = { KeyId: rsa.KeyId, Plaintext: Buffer.alloc(most + 1), EncryptionAlgorithm }
    expect(await kms.refusal('Encrypt', input)).toMatchObject(
      invalid(`Algorithm ${EncryptionAlgorithm} and key spec RSA_2048 cannot encrypt data larger than ${most} bytes.`),
    )
  })

  it('has no place for an encryption context; an empty one is none', async () => {
    const refused = await kms.refusal('Encrypt', { KeyId: rsa.KeyId, Plaintext, ...OAEP, EncryptionContext })
    expect(refused.code).toBe('ValidationException')
    const CiphertextBlob = await encrypt({ EncryptionContext: new Map() })
    const input = { KeyId: rsa.KeyId, CiphertextBlob, ...OAEP, EncryptionContext }
    expect((await kms.refusal('Decrypt', input)).code).toBe('ValidationException')
  })

  it('needs the algorithm to be named: the default is for symmetric keys', async () => {
    const wrong = {
      code: 'InvalidKeyUsageException',
      message: 'Algorithm SYMMETRIC_DEFAULT is incompatible with key spec RSA_2048.',
    }
    expect(await kms.refusal('Encrypt', { KeyId: rsa.KeyId, Plaintext })).toMatchObject(wrong)
    const CiphertextBlob = await encrypt()
    expect(await kms.refusal('Decrypt', { KeyId: rsa.KeyId, CiphertextBlob })).toMatchObject(wrong)
  })

  it('names no key in its ciphertext: Decrypt must be told', async () => {
    const CiphertextBlob = await encrypt()
    expect((await kms.refusal('Decrypt', { CiphertextBlob, ...OAEP })).code).toBe('ValidationException')
  })

  it('fails the same way for another key, another algorithm, and changed or foreign bytes', async () => {
    const CiphertextBlob = await encrypt()
    const changed = Buffer.from(CiphertextBlob)
    changed[9] = (changed[9] ?? 0) ^ 1
    const blob = await encrypted(kms, symmetric.KeyId, 'x')
    for (const more of [
      { KeyId: other.KeyId },
      { EncryptionAlgorithm: 'RSAES_OAEP_SHA_1' } as const,
      { CiphertextBlob: changed },
      { CiphertextBlob: blob },
      { CiphertextBlob: Buffer.from('x') },
    ]) {
      const input = { KeyId: rsa.KeyId, CiphertextBlob, ...OAEP, ...more }
      expect(await kms.refusal('Decrypt', input)).toMatchObject({ code: 'InvalidCiphertextException', message: '' })
    }
  })

  it('is refused by a key that signs', async () => {
    const key = await kms.newKey({ KeySpec: 'ECC_NIST_P256', KeyUsage: 'SIGN_VERIFY' })
    expect(await kms.refusal('Encrypt', { KeyId: key.KeyId, Plaintext })).toMatchObject({
      code: 'InvalidKeyUsageException',
      message: `${key.Arn} key usage is SIGN_VERIFY which is not valid for Encrypt.`,
    })
  })
})

describe('ReEncrypt between keys of two kinds', () => {
  it('from RSA to symmetric names the material of the destination only', async () => {
    const { CiphertextBlob = Buffer.alloc(0), ...rest } = await kms.call('ReEncrypt', {
      CiphertextBlob: await encrypt(),
      SourceKeyId: rsa.KeyId,
      SourceEncryptionAlgorithm: OAEP.EncryptionAlgorithm,
      DestinationKeyId: symmetric.KeyId,
      DestinationEncryptionContext: EncryptionContext,
    })
    expect(rest).toStrictEqual({
      SourceKeyId: rsa.Arn,
      KeyId: symmetric.Arn,
      SourceEncryptionAlgorithm: OAEP.EncryptionAlgorithm,
      DestinationEncryptionAlgorithm: 'SYMMETRIC_DEFAULT',
      DestinationKeyMaterialId: symmetric.CurrentKeyMaterialId,
    })
    expect((await kms.call('Decrypt', { CiphertextBlob, EncryptionContext })).Plaintext).toEqual(Plaintext)
  })

  it('from symmetric to RSA, within its size', async () => {
    const to = {
      DestinationKeyId: rsa.KeyId,
      DestinationEncryptionAlgorithm: OAEP.EncryptionAlgorithm,
    } as const
    const CiphertextBlob = await encrypted(kms, symmetric.KeyId, Plaintext.toString())
    const answer = await kms.call('ReEncrypt', { CiphertextBlob, ...to })
    expect((await decrypt(answer.CiphertextBlob ?? Buffer.alloc(0))).Plaintext).toEqual(Plaintext)
    const large = await encrypted(kms, symmetric.KeyId, 'x'.repeat(191))
    expect(await kms.refusal('ReEncrypt', { CiphertextBlob: large, ...to })).toMatchObject(
      invalid('Algorithm RSAES_OAEP_SHA_256 and key spec RSA_2048 cannot encrypt data larger than 190 bytes.'),
    )
    const bound = { ...to, DestinationEncryptionContext: EncryptionContext }
    expect((await kms.refusal('ReEncrypt', { CiphertextBlob, ...bound })).code).toBe('ValidationException')
  })

  it('refuses a source of another usage', async () => {
    const key = await kms.newKey({ KeySpec: 'HMAC_256', KeyUsage: 'GENERATE_VERIFY_MAC' })
    const input = {
      CiphertextBlob: await encrypt(),
      SourceKeyId: key.KeyId,
      SourceEncryptionAlgorithm: OAEP.EncryptionAlgorithm,
      DestinationKeyId: symmetric.KeyId,
    }
    expect((await kms.refusal('ReEncrypt', input)).code).toBe('InvalidKeyUsageException')
  })
})

describe('a dry run that ignores the ciphertext', () => {
  const DRY = { DryRun: true, DryRunModifiers: ['IGNORE_CIPHERTEXT'] } as const
  const would = { code: 'DryRunOperationException' }

  it('needs none, and looks at none', async () => {
    const KeyId = symmetric.KeyId
    expect(await kms.refusal('Decrypt', { KeyId, ...DRY })).toMatchObject(would)
    expect(await kms.refusal('Decrypt', { KeyId, CiphertextBlob: Buffer.from('x'), ...DRY })).toMatchObject(would)
    const reEncrypt = { SourceKeyId: KeyId, DestinationKeyId: rsa.KeyId, ...DRY }
    const algorithm = { DestinationEncryptionAlgorithm: OAEP.EncryptionAlgorithm }
    expect(await kms.refusal('ReEncrypt', { ...reEncrypt, ...algorithm })).toMatchObject(would)
  })

  it('must be told the key', async () => {
    const CiphertextBlob = await encrypted(kms, symmetric.KeyId, 'x')
    expect((await kms.refusal('Decrypt', DRY)).code).toBe('ValidationException')
    expect((await kms.refusal('Decrypt', { ...DRY, CiphertextBlob })).code).toBe('ValidationException')
    expect((await kms.refusal('ReEncrypt', { ...DRY, DestinationKeyId: rsa.KeyId })).code).toBe('ValidationException')
  })

  it('still finds what else would fail', async () => {
    const nobody = kms.caller({ principal: kms.identities.user(kms.caller().principal.account, 'Nobody') })
    expect((await kms.refusal('Decrypt', { KeyId: symmetric.KeyId, ...DRY }, nobody)).code).toBe(
      'AccessDeniedException',
    )
    expect((await kms.refusal('Decrypt', { KeyId: rsa.KeyId, ...DRY })).code).toBe('InvalidKeyUsageException')
    const { KeyId } = await kms.newKey()
    await kms.call('DisableKey', { KeyId })
    expect((await kms.refusal('Decrypt', { KeyId, ...DRY })).code).toBe('DisabledException')
  })

  it('is no dry run by itself, and no other dry run goes without a ciphertext', async () => {
    const { DryRunModifiers } = DRY
    const KeyId = symmetric.KeyId
    expect((await kms.refusal('Decrypt', { KeyId, DryRunModifiers })).code).toBe('ValidationException')
    expect((await kms.refusal('Decrypt', { KeyId, DryRun: true })).code).toBe('ValidationException')
    expect((await kms.refusal('Decrypt', { KeyId })).code).toBe('ValidationException')
  })
})
