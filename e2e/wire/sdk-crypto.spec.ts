import {
  constants,
  createPrivateKey,
  createPublicKey,
  decapsulate,
  diffieHellman,
  encapsulate,
  generateKeyPairSync,
  type KeyObject,
  publicEncrypt,
} from 'node:crypto'
import {
  CreateKeyCommand,
  DataKeyPairSpec,
  DecapsulateCommand,
  DecryptCommand,
  DeriveSharedSecretCommand,
  EncapsulateCommand,
  EncryptCommand,
  type EncryptionAlgorithmSpec,
  GenerateDataKeyPairCommand,
  GenerateDataKeyPairWithoutPlaintextCommand,
  GenerateMacCommand,
  GetPublicKeyCommand,
  type KeySpec,
  type KeyUsageType,
  type KMSClient,
  type MacAlgorithmSpec,
  VerifyMacCommand,
} from '@aws-sdk/client-kms'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Server, startServer } from '../support/server.ts'
import { kmsOf, refusalOf, textOf, utf8 } from './clients.ts'

let server: Server
let kms: KMSClient
beforeAll(async () => {
  server = await startServer({ console: false })
  kms = kmsOf(server)
})
afterAll(() => server.stop())

async function newKey(KeySpec: KeySpec, KeyUsage: KeyUsageType) {
  const { KeyMetadata } = await kms.send(new CreateKeyCommand({ KeySpec, KeyUsage }))
  return { ...KeyMetadata, KeyId: KeyMetadata?.KeyId ?? '' }
}

const spki = (key: KeyObject) => key.export({ type: 'spki', format: 'der' })
const fromSpki = (bytes: Uint8Array | undefined) =>
  createPublicKey({ key: Buffer.from(bytes ?? ''), format: 'der', type: 'spki' })
const fromPkcs8 = (bytes: Uint8Array | undefined) =>
  createPrivateKey({ key: Buffer.from(bytes ?? ''), format: 'der', type: 'pkcs8' })

async function publicKey(KeyId: string): Promise<KeyObject> {
  const { PublicKey } = await kms.send(new GetPublicKeyCommand({ KeyId }))
  return fromSpki(PublicKey)
}

describe.each<KeySpec>(['RSA_2048', 'RSA_3072', 'RSA_4096'])('a key of spec %s', (spec) => {
  it('decrypts what was encrypted by it, and by its public key elsewhere', async () => {
    const { KeyId, EncryptionAlgorithms } = await newKey(spec, 'ENCRYPT_DECRYPT')
    expect(EncryptionAlgorithms?.toSorted()).toEqual(['RSAES_OAEP_SHA_1', 'RSAES_OAEP_SHA_256'])
    const key = await publicKey(KeyId)
    const hashes: [EncryptionAlgorithmSpec, string][] = [
      ['RSAES_OAEP_SHA_1', 'sha1'],
      ['RSAES_OAEP_SHA_256', 'sha256'],
    ]
    for (const [EncryptionAlgorithm, oaepHash] of hashes) {
      const Plaintext = utf8('by rsa')
      const here = await kms.send(new EncryptCommand({ KeyId, Plaintext, EncryptionAlgorithm }))
      const elsewhere = publicEncrypt({ key, oaepHash, padding: constants.RSA_PKCS1_OAEP_PADDING }, Plaintext)
      for (const CiphertextBlob of [here.CiphertextBlob, elsewhere]) {
        const opened = await kms.send(new DecryptCommand({ KeyId, CiphertextBlob, EncryptionAlgorithm }))
        expect(textOf(opened.Plaintext)).toBe('by rsa')
      }
      const CiphertextBlob = elsewhere.map((byte, at) => (at === 99 ? byte ^ 1 : byte))
      const altered = new DecryptCommand({ KeyId, CiphertextBlob, EncryptionAlgorithm })
      expect((await refusalOf(kms.send(altered))).code).toBe('InvalidCiphertextException')
    }
  })
})

describe.each<[KeySpec, MacAlgorithmSpec, number]>([
  ['HMAC_224', 'HMAC_SHA_224', 28],
  ['HMAC_256', 'HMAC_SHA_256', 32],
  ['HMAC_384', 'HMAC_SHA_384', 48],
  ['HMAC_512', 'HMAC_SHA_512', 64],
])('a key of spec %s', (spec, MacAlgorithm, bytes) => {
  it('verifies its own codes, of its own message', async () => {
    const { KeyId, MacAlgorithms } = await newKey(spec, 'GENERATE_VERIFY_MAC')
    expect(MacAlgorithms).toEqual([MacAlgorithm])
    const message = { KeyId, MacAlgorithm, Message: utf8('a message') }
    const { Mac } = await kms.send(new GenerateMacCommand(message))
    expect(Mac).toHaveLength(bytes)
    expect((await kms.send(new VerifyMacCommand({ ...message, Mac }))).MacValid).toBe(true)
    const other = kms.send(new VerifyMacCommand({ ...message, Message: utf8('another'), Mac }))
    expect((await refusalOf(other)).code).toBe('KMSInvalidMacException')
  })
})

describe.each<[KeySpec, string]>([
  ['ECC_NIST_P256', 'P-256'],
  ['ECC_NIST_P384', 'P-384'],
  ['ECC_NIST_P521', 'P-521'],
])('a key of spec %s', (spec, namedCurve) => {
  it('derives the secret that the other side derives', async () => {
    const { KeyId, KeyAgreementAlgorithms } = await newKey(spec, 'KEY_AGREEMENT')
    expect(KeyAgreementAlgorithms).toEqual(['ECDH'])
    const peer = generateKeyPairSync('ec', { namedCurve })
    const { SharedSecret } = await kms.send(
      new DeriveSharedSecretCommand({ KeyId, PublicKey: spki(peer.publicKey), KeyAgreementAlgorithm: 'ECDH' }),
    )
    const theirs = diffieHellman({ privateKey: peer.privateKey, publicKey: await publicKey(KeyId) })
    expect(Buffer.from(SharedSecret ?? '')).toEqual(theirs)
  })
})

describe.each<KeySpec>(['ML_KEM_512', 'ML_KEM_768', 'ML_KEM_1024'])('a key of spec %s', (spec) => {
  it('opens the secrets encapsulated by it, and by its public key elsewhere', async () => {
    const { KeyId } = await newKey(spec, 'ENCAPSULATE_DECAPSULATE')
    const algorithm = { KeyId, EncapsulationAlgorithm: 'ML_KEM' } as const
    const here = await kms.send(new EncapsulateCommand(algorithm))
    const elsewhere = encapsulate(await publicKey(KeyId))
    for (const [secret, SharedSecretCiphertextBlob] of [
      [here.SharedSecret, here.SharedSecretCiphertextBlob],
      [elsewhere.sharedKey, elsewhere.ciphertext],
    ]) {
      const opened = await kms.send(new DecapsulateCommand({ ...algorithm, SharedSecretCiphertextBlob }))
      expect(opened.SharedSecret).toHaveLength(32)
      expect(Buffer.from(opened.SharedSecret ?? '')).toEqual(Buffer.from(secret ?? ''))
    }
  })
})

describe('a data key pair', () => {
  const specs = Object.values(DataKeyPairSpec).filter((spec) => spec !== 'SM2')
  it.each(specs)('of %s has a private key that opens by the key alone', async (KeyPairSpec) => {
    const { KeyId } = await newKey('SYMMETRIC_DEFAULT', 'ENCRYPT_DECRYPT')
    const request = { KeyId, KeyPairSpec, EncryptionContext: { pair: KeyPairSpec } }
    const open = async (CiphertextBlob: Uint8Array | undefined) =>
      (await kms.send(new DecryptCommand({ CiphertextBlob, EncryptionContext: request.EncryptionContext }))).Plaintext

    const pair = await kms.send(new GenerateDataKeyPairCommand(request))
    expect(pair.KeyPairSpec).toBe(KeyPairSpec)
    expect(await open(pair.PrivateKeyCiphertextBlob)).toEqual(pair.PrivateKeyPlaintext)
    expect(spki(createPublicKey(fromPkcs8(pair.PrivateKeyPlaintext)))).toEqual(spki(fromSpki(pair.PublicKey)))

    const sealed = await kms.send(new GenerateDataKeyPairWithoutPlaintextCommand(request))
    expect(sealed).not.toHaveProperty('PrivateKeyPlaintext')
    const privateKey = fromPkcs8(await open(sealed.PrivateKeyCiphertextBlob))
    expect(spki(createPublicKey(privateKey))).toEqual(spki(fromSpki(sealed.PublicKey)))
    const bare = kms.send(new DecryptCommand({ CiphertextBlob: sealed.PrivateKeyCiphertextBlob }))
    expect((await refusalOf(bare)).code).toBe('InvalidCiphertextException')
  })

  it('of ML_KEM_768 opens what is encapsulated to it', async () => {
    const { KeyId } = await newKey('SYMMETRIC_DEFAULT', 'ENCRYPT_DECRYPT')
    const pair = await kms.send(new GenerateDataKeyPairCommand({ KeyId, KeyPairSpec: 'ML_KEM_768' }))
    const { sharedKey, ciphertext } = encapsulate(fromSpki(pair.PublicKey))
    expect(decapsulate(fromPkcs8(pair.PrivateKeyPlaintext), ciphertext)).toEqual(sharedKey)
  })
})
