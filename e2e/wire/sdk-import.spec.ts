import {
  constants,
  createCipheriv,
  createHmac,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  publicEncrypt,
  randomBytes,
  verify,
} from 'node:crypto'
import {
  CreateKeyCommand,
  DecryptCommand,
  DeleteImportedKeyMaterialCommand,
  DescribeKeyCommand,
  EncryptCommand,
  type ExpirationModelType,
  GenerateMacCommand,
  GetParametersForImportCommand,
  GetPublicKeyCommand,
  ImportKeyMaterialCommand,
  type ImportKeyMaterialCommandInput,
  type KeySpec,
  type KeyUsageType,
  type KMSClient,
  SignCommand,
  type AlgorithmSpec as Wrapping,
  type WrappingKeySpec,
} from '@aws-sdk/client-kms'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Server, startServer } from '../support/server.ts'
import { kmsOf, refusalOf, textOf, utf8 } from './clients.ts'

const HOUR = 3_600_000
const FOR_EVER: { ExpirationModel: ExpirationModelType } = { ExpirationModel: 'KEY_MATERIAL_DOES_NOT_EXPIRE' }

let server: Server
let kms: KMSClient
beforeAll(async () => {
  server = await startServer({ console: false })
  kms = kmsOf(server)
})
afterAll(() => server.stop())

async function emptyKey(KeySpec: KeySpec, KeyUsage: KeyUsageType): Promise<string> {
  const { KeyMetadata } = await kms.send(new CreateKeyCommand({ KeySpec, KeyUsage, Origin: 'EXTERNAL' }))
  expect(KeyMetadata).toMatchObject({ Origin: 'EXTERNAL', KeyState: 'PendingImport', Enabled: false })
  return KeyMetadata?.KeyId ?? ''
}

const stateOf = async (KeyId: string) => (await kms.send(new DescribeKeyCommand({ KeyId }))).KeyMetadata

function oaep(key: KeyObject, oaepHash: string, bytes: Uint8Array): Buffer {
  return publicEncrypt({ key, oaepHash, padding: constants.RSA_PKCS1_OAEP_PADDING }, bytes)
}

/** What the owner of the material does, away from the server. */
function wrapped(wrapping: Wrapping, key: KeyObject, material: Uint8Array): Buffer {
  const hash = wrapping.endsWith('SHA_1') ? 'sha1' : 'sha256'
  if (wrapping.startsWith('RSAES_OAEP')) return oaep(key, hash, material)
  // A fresh AES key under RSA-OAEP, and the material under AES key wrap with padding (RFC 5649).
  const aes = randomBytes(32)
  const cipher = createCipheriv('id-aes256-wrap-pad', aes, Buffer.from('A65959A6', 'hex'))
  return Buffer.concat([oaep(key, hash, aes), cipher.update(material), cipher.final()])
}

async function importInto(
  KeyId: string,
  material: Uint8Array,
  WrappingAlgorithm: Wrapping = 'RSAES_OAEP_SHA_256',
  WrappingKeySpec: WrappingKeySpec = 'RSA_2048',
  more: Partial<ImportKeyMaterialCommandInput> = FOR_EVER,
) {
  const parameters = await kms.send(new GetParametersForImportCommand({ KeyId, WrappingAlgorithm, WrappingKeySpec }))
  const key = createPublicKey({ key: Buffer.from(parameters.PublicKey ?? ''), format: 'der', type: 'spki' })
  const EncryptedKeyMaterial = wrapped(WrappingAlgorithm, key, material)
  const { ImportToken } = parameters
  return kms.send(new ImportKeyMaterialCommand({ KeyId, ImportToken, EncryptedKeyMaterial, ...more }))
}

const pkcs8 = (key: KeyObject) => key.export({ type: 'pkcs8', format: 'der' })
const spki = (key: KeyObject) => key.export({ type: 'spki', format: 'der' })

async function publicKey(KeyId: string): Promise<Buffer> {
  const { PublicKey } = await kms.send(new GetPublicKeyCommand({ KeyId }))
  return Buffer.from(PublicKey ?? '')
}

describe('imported symmetric material', () => {
  it('can be deleted and given back, and then opens what it sealed; no other can', async () => {
    const KeyId = await emptyKey('SYMMETRIC_DEFAULT', 'ENCRYPT_DECRYPT')
    const material = randomBytes(32)
    await importInto(KeyId, material)
    expect(await stateOf(KeyId)).toMatchObject({ KeyState: 'Enabled', ...FOR_EVER })
    const { CiphertextBlob } = await kms.send(new EncryptCommand({ KeyId, Plaintext: utf8('kept') }))

    await kms.send(new DeleteImportedKeyMaterialCommand({ KeyId }))
    expect(await stateOf(KeyId)).toMatchObject({ KeyState: 'PendingImport', Enabled: false })
    const opening = kms.send(new DecryptCommand({ CiphertextBlob }))
    expect((await refusalOf(opening)).code).toBe('KMSInvalidStateException')

    expect((await refusalOf(importInto(KeyId, randomBytes(32)))).code).toBe('IncorrectKeyMaterialException')
    await importInto(KeyId, material)
    const opened = await kms.send(new DecryptCommand({ CiphertextBlob }))
    expect(textOf(opened.Plaintext)).toBe('kept')
  })

  it('may expire, at the time it says', async () => {
    const KeyId = await emptyKey('SYMMETRIC_DEFAULT', 'ENCRYPT_DECRYPT')
    const ValidTo = new Date(Math.ceil(Date.now() / 1000) * 1000 + HOUR)
    const expires = { ExpirationModel: 'KEY_MATERIAL_EXPIRES', ValidTo } as const
    await importInto(KeyId, randomBytes(32), 'RSAES_OAEP_SHA_1', 'RSA_3072', expires)
    expect(await stateOf(KeyId)).toMatchObject({ KeyState: 'Enabled', ...expires })
  })

  it('comes with the token of its key only', async () => {
    const [KeyId, other] = [
      await emptyKey('SYMMETRIC_DEFAULT', 'ENCRYPT_DECRYPT'),
      await emptyKey('SYMMETRIC_DEFAULT', 'ENCRYPT_DECRYPT'),
    ]
    const wrapping = { WrappingAlgorithm: 'RSAES_OAEP_SHA_256', WrappingKeySpec: 'RSA_2048' } as const
    const { ImportToken } = await kms.send(new GetParametersForImportCommand({ KeyId: other, ...wrapping }))
    const importing = importInto(KeyId, randomBytes(32), 'RSAES_OAEP_SHA_256', 'RSA_2048', { ImportToken, ...FOR_EVER })
    expect((await refusalOf(importing)).code).toBe('InvalidImportTokenException')
    expect(await stateOf(KeyId)).toMatchObject({ KeyState: 'PendingImport' })
  })
})

describe('other imported material', () => {
  it('makes the codes that it makes elsewhere', async () => {
    const KeyId = await emptyKey('HMAC_256', 'GENERATE_VERIFY_MAC')
    const material = randomBytes(32)
    await importInto(KeyId, material)
    const message = { KeyId, Message: utf8('a message'), MacAlgorithm: 'HMAC_SHA_256' } as const
    const { Mac } = await kms.send(new GenerateMacCommand(message))
    expect(Buffer.from(Mac ?? '')).toEqual(createHmac('sha256', material).update('a message').digest())
  })

  it.each<[KeySpec, string, Wrapping]>([
    ['ECC_NIST_P256', 'P-256', 'RSAES_OAEP_SHA_256'],
    ['ECC_NIST_P384', 'P-384', 'RSA_AES_KEY_WRAP_SHA_256'],
    ['ECC_SECG_P256K1', 'secp256k1', 'RSA_AES_KEY_WRAP_SHA_1'],
  ])('of %s signs for the public key that it had elsewhere', async (spec, namedCurve, wrapping) => {
    const pair = generateKeyPairSync('ec', { namedCurve })
    const KeyId = await emptyKey(spec, 'SIGN_VERIFY')
    await importInto(KeyId, pkcs8(pair.privateKey), wrapping)
    expect(await publicKey(KeyId)).toEqual(spki(pair.publicKey))
    const hash = spec === 'ECC_NIST_P384' ? 384 : 256
    const Message = utf8('a message')
    const { Signature } = await kms.send(new SignCommand({ KeyId, Message, SigningAlgorithm: `ECDSA_SHA_${hash}` }))
    expect(verify(`sha${hash}`, Message, pair.publicKey, Signature ?? new Uint8Array())).toBe(true)
  })

  it('of RSA_2048 decrypts what was encrypted for it elsewhere', async () => {
    const pair = generateKeyPairSync('rsa', { modulusLength: 2048 })
    const KeyId = await emptyKey('RSA_2048', 'ENCRYPT_DECRYPT')
    await importInto(KeyId, pkcs8(pair.privateKey), 'RSA_AES_KEY_WRAP_SHA_256', 'RSA_4096')
    expect(await publicKey(KeyId)).toEqual(spki(pair.publicKey))
    const CiphertextBlob = oaep(pair.publicKey, 'sha256', utf8('from elsewhere'))
    const decrypt = new DecryptCommand({ KeyId, CiphertextBlob, EncryptionAlgorithm: 'RSAES_OAEP_SHA_256' })
    expect(textOf((await kms.send(decrypt)).Plaintext)).toBe('from elsewhere')
  })

  it('is of its spec', async () => {
    const KeyId = await emptyKey('ECC_NIST_P256', 'SIGN_VERIFY')
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'secp256k1' })
    expect((await refusalOf(importInto(KeyId, pkcs8(privateKey)))).code).toBe('IncorrectKeyMaterialException')
  })
})
