import { execFileSync } from 'node:child_process'
import { createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  CreateKeyCommand,
  DecryptCommand,
  DeriveSharedSecretCommand,
  EncryptCommand,
  GenerateDataKeyPairCommand,
  GetParametersForImportCommand,
  GetPublicKeyCommand,
  ImportKeyMaterialCommand,
  type KeyUsageType,
  type KMSClient,
  SignCommand,
  VerifyCommand,
} from '@aws-sdk/client-kms'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Server, startServer } from '../support/server.ts'
import { kmsOf, refusalOf, textOf, utf8 } from './clients.ts'

const MESSAGE = utf8('a message')
const SM2DSA = { SigningAlgorithm: 'SM2DSA' } as const
const SM2PKE = { EncryptionAlgorithm: 'SM2PKE' } as const
const ID = ['-pkeyopt', 'distid:1234567812345678']
const der = ['-keyform', 'DER']

let server: Server
let kms: KMSClient
const folder = mkdtempSync(join(tmpdir(), 'keystead-sm2-'))
beforeAll(async () => {
  server = await startServer({ console: false })
  kms = kmsOf(server, { region: 'cn-north-1' })
})
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true })
  await server.stop()
})

function file(name: string, bytes: Uint8Array | undefined): string {
  const path = join(folder, name)
  writeFileSync(path, bytes ?? '')
  return path
}

function openssl(...args: readonly string[]): Buffer {
  return execFileSync('openssl', args, { stdio: ['ignore', 'pipe', 'pipe'] })
}

/** Whether there is the command, 3.0 or later: the version with which AWS says it tested SM2. */
function hasOpenssl(): boolean {
  try {
    return Number(/^OpenSSL (\d+)/.exec(openssl('version').toString())?.[1] ?? 0) >= 3
  } catch {
    return false
  }
}

async function newKey(KeyUsage: KeyUsageType, of = kms) {
  const { KeyMetadata } = await of.send(new CreateKeyCommand({ KeySpec: 'SM2', KeyUsage }))
  return { ...KeyMetadata, KeyId: KeyMetadata?.KeyId ?? '' }
}

async function publicKey(KeyId: string): Promise<Uint8Array> {
  return (await kms.send(new GetPublicKeyCommand({ KeyId }))).PublicKey ?? new Uint8Array()
}

describe('a key of spec SM2 in China', () => {
  it('signs, and verifies what it signed only', async () => {
    const { KeyId, ...key } = await newKey('SIGN_VERIFY')
    expect(key).toMatchObject({ KeySpec: 'SM2', KeyUsage: 'SIGN_VERIFY', SigningAlgorithms: ['SM2DSA'] })
    expect(key.Arn).toMatch(/^arn:aws-cn:kms:cn-north-1:/)
    const { Signature } = await kms.send(new SignCommand({ KeyId, Message: MESSAGE, ...SM2DSA }))
    const verify = (Message: Uint8Array) => kms.send(new VerifyCommand({ KeyId, Message, Signature, ...SM2DSA }))
    expect((await verify(MESSAGE)).SignatureValid).toBe(true)
    expect((await refusalOf(verify(utf8('another')))).code).toBe('KMSInvalidSignatureException')
    const digest = new SignCommand({ KeyId, Message: utf8('short'), MessageType: 'DIGEST', ...SM2DSA })
    expect(await refusalOf(kms.send(digest))).toMatchObject({
      code: 'ValidationException',
      message: 'Digest is invalid length for algorithm SM2DSA.',
    })
  })

  it('decrypts what it encrypted, as long as it is whole', async () => {
    const { KeyId } = await newKey('ENCRYPT_DECRYPT')
    const Plaintext = new Uint8Array(1024).fill(7)
    const { CiphertextBlob = new Uint8Array() } = await kms.send(new EncryptCommand({ KeyId, Plaintext, ...SM2PKE }))
    const decrypt = () => kms.send(new DecryptCommand({ KeyId, CiphertextBlob, ...SM2PKE }))
    expect(Buffer.from((await decrypt()).Plaintext ?? '')).toEqual(Buffer.from(Plaintext))
    CiphertextBlob[50] = (CiphertextBlob[50] ?? 0) ^ 1
    expect((await refusalOf(decrypt())).code).toBe('InvalidCiphertextException')
  })

  it('derives the secret that its peer derives', async () => {
    const { KeyId } = await newKey('KEY_AGREEMENT')
    const other = await newKey('KEY_AGREEMENT')
    const derive = async (id: string, PublicKey: Uint8Array) => {
      const input = { KeyId: id, PublicKey, KeyAgreementAlgorithm: 'ECDH' } as const
      return Buffer.from((await kms.send(new DeriveSharedSecretCommand(input))).SharedSecret ?? '').toString('hex')
    }
    const secret = await derive(KeyId, await publicKey(other.KeyId))
    expect(secret).toMatch(/^[0-9a-f]{64}$/)
    expect(await derive(other.KeyId, await publicKey(KeyId))).toBe(secret)
    const p256 = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ format: 'der', type: 'spki' })
    expect((await refusalOf(derive(KeyId, p256))).code).toBe('ValidationException')
  })

  it('comes as a data key pair too', async () => {
    const { KeyMetadata } = await kms.send(new CreateKeyCommand({}))
    const pair = await kms.send(new GenerateDataKeyPairCommand({ KeyId: KeyMetadata?.KeyId, KeyPairSpec: 'SM2' }))
    const privateKey = createPrivateKey({
      key: Buffer.from(pair.PrivateKeyPlaintext ?? ''),
      format: 'der',
      type: 'pkcs8',
    })
    const spki = createPublicKey(privateKey).export({ format: 'der', type: 'spki' })
    expect(Buffer.from(pair.PublicKey ?? '')).toEqual(spki)
    const opened = await kms.send(new DecryptCommand({ CiphertextBlob: pair.PrivateKeyCiphertextBlob }))
    expect(opened.Plaintext).toEqual(pair.PrivateKeyPlaintext)
  })
})

describe.skipIf(!hasOpenssl())('OpenSSL, with a key of spec SM2', () => {
  it('verifies its signatures, and those of OpenSSL hold here', async () => {
    const { KeyMetadata } = await kms.send(
      new CreateKeyCommand({ KeySpec: 'SM2', KeyUsage: 'SIGN_VERIFY', Origin: 'EXTERNAL' }),
    )
    const KeyId = KeyMetadata?.KeyId ?? ''
    const wrapping = { WrappingAlgorithm: 'SM2PKE', WrappingKeySpec: 'SM2' } as const
    const parameters = await kms.send(new GetParametersForImportCommand({ KeyId, ...wrapping }))
    const pem = file('key.pem', openssl('genpkey', '-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:SM2'))
    const material = file('material', openssl('pkcs8', '-topk8', '-nocrypt', '-in', pem, '-outform', 'DER'))
    const to = ['-pubin', '-inkey', file('wrapping.der', parameters.PublicKey), ...der]
    const EncryptedKeyMaterial = openssl('pkeyutl', '-encrypt', ...to, '-in', material)
    const { ImportToken } = parameters
    const forEver = { ExpirationModel: 'KEY_MATERIAL_DOES_NOT_EXPIRE' } as const
    await kms.send(new ImportKeyMaterialCommand({ KeyId, ImportToken, EncryptedKeyMaterial, ...forEver }))
    expect(Buffer.from(await publicKey(KeyId))).toEqual(openssl('pkey', '-in', pem, '-pubout', '-outform', 'DER'))

    const input = ['-in', file('message', MESSAGE), '-rawin', '-digest', 'sm3', ...ID]
    const theirs = openssl('pkeyutl', '-sign', '-inkey', pem, ...input)
    const verify = new VerifyCommand({ KeyId, Message: MESSAGE, Signature: theirs, ...SM2DSA })
    expect((await kms.send(verify)).SignatureValid).toBe(true)
    const { Signature } = await kms.send(new SignCommand({ KeyId, Message: MESSAGE, ...SM2DSA }))
    openssl('pkeyutl', '-verify', '-inkey', pem, ...input, '-sigfile', file('signature', Signature))
  })

  it('encrypts for it by its public key', async () => {
    const { KeyId } = await newKey('ENCRYPT_DECRYPT')
    const to = ['-pubin', '-inkey', file('public.der', await publicKey(KeyId)), ...der]
    const path = file('sealed', openssl('pkeyutl', '-encrypt', ...to, '-in', file('plaintext', MESSAGE)))
    const CiphertextBlob = readFileSync(path)
    const { Plaintext } = await kms.send(new DecryptCommand({ KeyId, CiphertextBlob, ...SM2PKE }))
    expect(textOf(Plaintext)).toBe('a message')
  })
})

describe('outside China', () => {
  it('there is no SM2', async () => {
    const there = kmsOf(server)
    expect(await refusalOf(newKey('SIGN_VERIFY', there))).toMatchObject({
      code: 'UnsupportedOperationException',
      message: 'KeySpec SM2 is not supported in this Region',
      status: 400,
    })
    const { KeyMetadata } = await there.send(new CreateKeyCommand({}))
    const pair = new GenerateDataKeyPairCommand({ KeyId: KeyMetadata?.KeyId, KeyPairSpec: 'SM2' })
    expect((await refusalOf(there.send(pair))).code).toBe('UnsupportedOperationException')
    const empty = await there.send(
      new CreateKeyCommand({ KeySpec: 'ECC_NIST_P256', KeyUsage: 'SIGN_VERIFY', Origin: 'EXTERNAL' }),
    )
    const wrapping = { WrappingAlgorithm: 'SM2PKE', WrappingKeySpec: 'SM2' } as const
    const parameters = new GetParametersForImportCommand({ KeyId: empty.KeyMetadata?.KeyId, ...wrapping })
    expect((await refusalOf(there.send(parameters))).code).toBe('UnsupportedOperationException')
  })
})
