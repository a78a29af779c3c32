import { createPrivateKey, createPublicKey, generateKeyPairSync, randomBytes } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import { openPkcs8 } from '#crypto/key-pair.ts'
import { sm2pke } from '#crypto/sm2/encryption.ts'
import { sm2Digest } from '#crypto/sm2/signature.ts'
import { specOf } from '#crypto/specs.ts'
import type { Region } from '#kernel/ids.ts'
import type { Caller } from '#kms/ports.ts'
import type { Input, KeyUsageType } from '#model/api.ts'
import { type Harness, openHarness } from '#testing/harness.ts'
import { newExternalKey } from '#testing/imports.ts'

const SM2DSA = { SigningAlgorithm: 'SM2DSA' } as const
const SM2PKE = { EncryptionAlgorithm: 'SM2PKE' } as const
const ECDH = { KeyAgreementAlgorithm: 'ECDH' } as const
const ALGORITHMS: Partial<Record<KeyUsageType, object>> = {
  ENCRYPT_DECRYPT: { EncryptionAlgorithms: ['SM2PKE'] },
  SIGN_VERIFY: { SigningAlgorithms: ['SM2DSA'] },
  KEY_AGREEMENT: { KeyAgreementAlgorithms: ['ECDH'] },
}
const invalid = (message: string) => ({ code: 'ValidationException', message })
const unsupported = { code: 'UnsupportedOperationException' }

let kms: Harness
let china: Caller
beforeAll(async () => {
  kms = await openHarness()
  china = kms.caller({ region: 'cn-north-1' as Region })
})

const newKey = (KeyUsage: KeyUsageType) => kms.newKey({ KeySpec: 'SM2', KeyUsage }, china)

async function publicKeyOf(KeyId: string): Promise<Buffer> {
  return Buffer.from((await kms.call('GetPublicKey', { KeyId }, china)).PublicKey ?? [])
}

describe('a key of spec SM2', () => {
  it.each(['cn-north-1', 'cn-northwest-1'])('can be made in %s, for each of its usages', async (region) => {
    const there = kms.caller({ region: region as Region })
    for (const [KeyUsage, algorithms] of Object.entries(ALGORITHMS)) {
      const key = await kms.newKey({ KeySpec: 'SM2', KeyUsage: KeyUsage as KeyUsageType }, there)
      expect(key).toMatchObject({ KeySpec: 'SM2', CustomerMasterKeySpec: 'SM2', KeyUsage, ...algorithms })
      expect(await kms.call('GetPublicKey', { KeyId: key.KeyId }, there)).toMatchObject({
        KeySpec: 'SM2',
        ...algorithms,
      })
    }
  })

  it.each(['us-east-1', 'eu-west-1', 'us-gov-west-1'])('cannot be made in %s', async (region) => {
    const there = kms.caller({ region: region as Region })
    const input = { KeySpec: 'SM2', KeyUsage: 'SIGN_VERIFY' } as const
    const message = 'KeySpec SM2 is not supported in this Region'
    expect(await kms.refusal('CreateKey', input, there)).toMatchObject({ ...unsupported, message })
  })

  it('is for no other usage, and for none where none is said', async () => {
    const input = { KeySpec: 'SM2', KeyUsage: 'GENERATE_VERIFY_MAC' } as const
    expect(await kms.refusal('CreateKey', input, china)).toMatchObject(
      invalid('KeyUsage GENERATE_VERIFY_MAC is not compatible with KeySpec SM2'),
    )
    expect((await kms.refusal('CreateKey', { KeySpec: 'SM2' }, china)).code).toBe('ValidationException')
  })

  it('signs messages under the default identifier, and digests of any', async () => {
    const { KeyId } = await newKey('SIGN_VERIFY')
    const spki = await publicKeyOf(KeyId)
    const Message = randomBytes(100)
    const input = { KeyId, ...SM2DSA }
    const { Signature = Buffer.alloc(0) } = await kms.call('Sign', { ...input, Message }, china)
    const digest = (id?: string) => ({
      Message: sm2Digest(spki, Message, id === undefined ? undefined : Buffer.from(id)),
      MessageType: 'DIGEST' as const,
    })
    expect((await kms.call('Verify', { ...input, Signature, ...digest() }, china)).SignatureValid).toBe(true)
    const wrong = await kms.refusal('Verify', { ...input, Signature, ...digest('another') }, china)
    expect(wrong.code).toBe('KMSInvalidSignatureException')

    const other = await kms.call('Sign', { ...input, ...digest('another') }, china)
    const verified = { ...input, Signature: other.Signature ?? Buffer.alloc(0), ...digest('another') }
    expect((await kms.call('Verify', verified, china)).SignatureValid).toBe(true)
  })

  it('takes no digest of another length', async () => {
    const { KeyId } = await newKey('SIGN_VERIFY')
    for (const length of [31, 33]) {
      const input = { KeyId, ...SM2DSA, Message: Buffer.alloc(length), MessageType: 'DIGEST' } as const
      expect(await kms.refusal('Sign', input, china)).toMatchObject(
        invalid('Digest is invalid length for algorithm SM2DSA.'),
      )
    }
  })

  it('encrypts 1,024 bytes at most, and decrypts what is whole', async () => {
    const { KeyId, Arn } = await newKey('ENCRYPT_DECRYPT')
    const Plaintext = randomBytes(1024)
    const sealed = await kms.call('Encrypt', { KeyId, ...SM2PKE, Plaintext }, china)
    expect(sealed).toMatchObject({ KeyId: Arn, ...SM2PKE })
    const CiphertextBlob = Buffer.from(sealed.CiphertextBlob ?? [])
    const opened = await kms.call('Decrypt', { KeyId, ...SM2PKE, CiphertextBlob }, china)
    expect(opened).toMatchObject({ KeyId: Arn, Plaintext, ...SM2PKE })

    CiphertextBlob[CiphertextBlob.length - 1] = (CiphertextBlob.at(-1) ?? 0) ^ 1
    expect(await kms.refusal('Decrypt', { KeyId, ...SM2PKE, CiphertextBlob }, china)).toMatchObject({
      code: 'InvalidCiphertextException',
      message: '',
    })
    const tooLong = { KeyId, ...SM2PKE, Plaintext: Buffer.alloc(1025) }
    expect(await kms.refusal('Encrypt', tooLong, china)).toMatchObject(
      invalid('Algorithm SM2PKE and key spec SM2 cannot encrypt data larger than 1024 bytes.'),
    )
  })

  it('takes part in ReEncrypt, on either side', async () => {
    const [sm2, symmetric] = [await newKey('ENCRYPT_DECRYPT'), await kms.newKey({}, china)]
    const Plaintext = Buffer.from('carried over')
    const { CiphertextBlob: first = Buffer.alloc(0) } = await kms.call(
      'Encrypt',
      { KeyId: symmetric.KeyId, Plaintext },
      china,
    )
    const there = {
      CiphertextBlob: first,
      DestinationKeyId: sm2.KeyId,
      DestinationEncryptionAlgorithm: 'SM2PKE',
    } as const
    const { CiphertextBlob: second = Buffer.alloc(0) } = await kms.call('ReEncrypt', there, china)
    const back = {
      CiphertextBlob: second,
      SourceKeyId: sm2.KeyId,
      SourceEncryptionAlgorithm: 'SM2PKE',
      DestinationKeyId: symmetric.KeyId,
    } as const
    const { CiphertextBlob = Buffer.alloc(0) } = await kms.call('ReEncrypt', back, china)
    expect((await kms.call('Decrypt', { CiphertextBlob }, china)).Plaintext).toEqual(Plaintext)
  })

  it('shares one secret with another, and none with a key of another curve', async () => {
    const [a, b] = [await newKey('KEY_AGREEMENT'), await newKey('KEY_AGREEMENT')]
    const derive = async (KeyId: string, of: string) =>
      (await kms.call('DeriveSharedSecret', { KeyId, ...ECDH, PublicKey: await publicKeyOf(of) }, china)).SharedSecret
    const secret = await derive(a.KeyId, b.KeyId)
    expect(secret).toHaveLength(32)
    expect(await derive(b.KeyId, a.KeyId)).toEqual(secret)

    const p256 = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ format: 'der', type: 'spki' })
    const off = await publicKeyOf(b.KeyId)
    off[off.length - 1] = (off.at(-1) ?? 0) ^ 1
    for (const PublicKey of [p256, off, Buffer.from('x')]) {
      expect(await kms.refusal('DeriveSharedSecret', { KeyId: a.KeyId, ...ECDH, PublicKey }, china)).toMatchObject(
        invalid(''),
      )
    }
  })

  it('does with each key what the key is for, by its own algorithms', async () => {
    const { KeyId } = await newKey('SIGN_VERIFY')
    const calls = [
      kms.refusal('Encrypt', { KeyId, ...SM2PKE, Plaintext: Buffer.from('x') }, china),
      kms.refusal('DeriveSharedSecret', { KeyId, ...ECDH, PublicKey: await publicKeyOf(KeyId) }, china),
      kms.refusal('Sign', { KeyId, SigningAlgorithm: 'ECDSA_SHA_256', Message: Buffer.from('x') }, china),
    ]
    for (const error of await Promise.all(calls)) expect(error.code).toBe('InvalidKeyUsageException')
  })
})

describe('a data key pair of SM2', () => {
  it('has a private key that belongs to its public key', async () => {
    const { KeyId } = await kms.newKey({}, china)
    const pair = await kms.call('GenerateDataKeyPair', { KeyId, KeyPairSpec: 'SM2' }, china)
    const privateKey = createPrivateKey({
      key: Buffer.from(pair.PrivateKeyPlaintext ?? []),
      format: 'der',
      type: 'pkcs8',
    })
    const spki = createPublicKey(privateKey).export({ format: 'der', type: 'spki' })
    expect(Buffer.from(pair.PublicKey ?? [])).toEqual(spki)
    const opened = await kms.call(
      'Decrypt',
      { CiphertextBlob: pair.PrivateKeyCiphertextBlob ?? Buffer.alloc(0) },
      china,
    )
    expect(opened.Plaintext).toEqual(pair.PrivateKeyPlaintext)
  })
})

describe('import in China', () => {
  const wrapping = { WrappingAlgorithm: 'SM2PKE', WrappingKeySpec: 'SM2' } as const
  type Spec = NonNullable<Input<'CreateKey'>['KeySpec']>

  it.each<[Spec, KeyUsageType]>([
    ['SM2', 'SIGN_VERIFY'],
    ['ECC_NIST_P521', 'SIGN_VERIFY'],
    ['RSA_2048', 'SIGN_VERIFY'],
  ])('takes material of %s for %s by SM2PKE', async (KeySpec, KeyUsage) => {
    const { KeyId } = await newExternalKey(kms, { KeySpec, KeyUsage }, china)
    const { PublicKey = Buffer.alloc(0), ImportToken = Buffer.alloc(0) } = await kms.call(
      'GetParametersForImport',
      { KeyId, ...wrapping },
      china,
    )
    const material = await specOf(KeySpec).generate(kms.ports.engine)
    const expected = openPkcs8(material).spki
    const EncryptedKeyMaterial = await sm2pke.encrypt(
      { ...openPkcs8(material), spki: Buffer.from(PublicKey) },
      material,
      kms.ports.engine,
    )
    const input = { KeyId, ImportToken, EncryptedKeyMaterial, ExpirationModel: 'KEY_MATERIAL_DOES_NOT_EXPIRE' } as const
    await kms.call('ImportKeyMaterial', input, china)
    expect(await publicKeyOf(KeyId)).toEqual(expected)
    expect(
      await kms.refusal('ImportKeyMaterial', { ...input, EncryptedKeyMaterial: Buffer.alloc(200) }, china),
    ).toMatchObject({
      code: 'InvalidCiphertextException',
      message: '',
    })
  })

  it('wraps symmetric material by no SM2PKE, and nothing by an AES key', async () => {
    const symmetric = await newExternalKey(kms, {}, china)
    const rsa = await newExternalKey(kms, { KeySpec: 'RSA_2048', KeyUsage: 'SIGN_VERIFY' }, china)
    const byAes = { WrappingAlgorithm: 'RSA_AES_KEY_WRAP_SHA_256', WrappingKeySpec: 'RSA_2048' } as const
    for (const input of [
      { KeyId: symmetric.KeyId, ...wrapping },
      { KeyId: rsa.KeyId, ...byAes },
      { KeyId: rsa.KeyId, ...wrapping, WrappingKeySpec: 'RSA_2048' as const },
    ]) {
      expect(await kms.refusal('GetParametersForImport', input, china)).toMatchObject(unsupported)
    }
  })

  it('is the only one that wraps by SM2PKE', async () => {
    const { KeyId } = await newExternalKey(kms, { KeySpec: 'ECC_NIST_P256', KeyUsage: 'SIGN_VERIFY' })
    expect(await kms.refusal('GetParametersForImport', { KeyId, ...wrapping })).toMatchObject(unsupported)
  })
})
