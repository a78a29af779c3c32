import { createPublicKey, diffieHellman, generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  CreateKeyCommand,
  type CreateKeyCommandInput,
  DecryptCommand,
  DeriveSharedSecretCommand,
  EncryptCommand,
  GenerateDataKeyCommand,
  GenerateDataKeyPairCommand,
  GenerateRandomCommand,
  GetPublicKeyCommand,
  type KMSClient,
  PutKeyPolicyCommand,
} from '@aws-sdk/client-kms'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { attest, makeEnclave, makeNitro, openForRecipient, pcr, recipientWith } from '#testing/enclave.ts'
import { type Server, startServer } from '../support/server.ts'
import { ACCOUNT, auditRecords, kmsOf, refusalOf, utf8 } from './clients.ts'

const nitro = makeNitro({ now: Date.now() })
const enclave = makeEnclave()
const Recipient = recipientWith(attest(nitro, enclave))

const folder = mkdtempSync(join(tmpdir(), 'keystead-nitro-'))
const rootFile = join(folder, 'root.pem')
let server: Server
let kms: KMSClient
beforeAll(async () => {
  writeFileSync(rootFile, nitro.rootPem)
  server = await startServer({ console: false, env: { KEYSTEAD_NITRO_ROOT: rootFile } })
  kms = kmsOf(server)
})
afterAll(async () => {
  await server?.stop()
  rmSync(folder, { recursive: true, force: true })
})

async function newKey(input: CreateKeyCommandInput = {}, client = kms): Promise<string> {
  const { KeyMetadata } = await client.send(new CreateKeyCommand(input))
  return KeyMetadata?.KeyId ?? ''
}

const opened = (answer: { CiphertextForRecipient?: Uint8Array | undefined }) =>
  openForRecipient(enclave, answer.CiphertextForRecipient ?? new Uint8Array())
const bytes = (value: Uint8Array | undefined) => Buffer.from(value ?? new Uint8Array())

describe('a server with an attestation root answers the enclave alone', () => {
  it('to Decrypt', async () => {
    const KeyId = await newKey()
    const EncryptionContext = { purpose: 'enclave' }
    const { CiphertextBlob } = await kms.send(
      new EncryptCommand({ KeyId, Plaintext: utf8('secret'), EncryptionContext }),
    )
    const answer = await kms.send(new DecryptCommand({ CiphertextBlob, EncryptionContext, Recipient }))
    expect(opened(answer).toString()).toBe('secret')
    expect(answer).toMatchObject({ EncryptionAlgorithm: 'SYMMETRIC_DEFAULT', KeyId: expect.stringContaining(KeyId) })
    expect(Object.keys(answer)).not.toEqual(expect.arrayContaining(['Plaintext']))
    expect(Object.keys(answer)).not.toEqual(expect.arrayContaining(['KeyMaterialId']))
    const wrong = new DecryptCommand({ CiphertextBlob, Recipient })
    expect((await refusalOf(kms.send(wrong))).code).toBe('InvalidCiphertextException')
  })

  it('to GenerateDataKey', async () => {
    const KeyId = await newKey()
    const answer = await kms.send(new GenerateDataKeyCommand({ KeyId, KeySpec: 'AES_256', Recipient }))
    const { Plaintext } = await kms.send(new DecryptCommand({ CiphertextBlob: answer.CiphertextBlob }))
    expect(opened(answer)).toEqual(bytes(Plaintext))
    expect(answer.Plaintext).toBeUndefined()
  })

  it('to GenerateDataKeyPair', async () => {
    const KeyId = await newKey()
    const answer = await kms.send(new GenerateDataKeyPairCommand({ KeyId, KeyPairSpec: 'ECC_NIST_P256', Recipient }))
    const stored = await kms.send(new DecryptCommand({ CiphertextBlob: answer.PrivateKeyCiphertextBlob }))
    expect(opened(answer)).toEqual(bytes(stored.Plaintext))
    expect(answer.PrivateKeyPlaintext).toBeUndefined()
    expect(answer.PublicKey).toBeDefined()
  })

  it('to DeriveSharedSecret', async () => {
    const KeyId = await newKey({ KeySpec: 'ECC_NIST_P384', KeyUsage: 'KEY_AGREEMENT' })
    const peer = generateKeyPairSync('ec', { namedCurve: 'P-384' })
    const PublicKey = peer.publicKey.export({ format: 'der', type: 'spki' })
    const input = { KeyId, KeyAgreementAlgorithm: 'ECDH', PublicKey, Recipient } as const
    const answer = await kms.send(new DeriveSharedSecretCommand(input))
    const own = await kms.send(new GetPublicKeyCommand({ KeyId }))
    const publicKey = createPublicKey({ key: bytes(own.PublicKey), format: 'der', type: 'spki' })
    expect(opened(answer)).toEqual(diffieHellman({ privateKey: peer.privateKey, publicKey }))
    expect(answer.SharedSecret).toBeUndefined()
  })

  it('to GenerateRandom', async () => {
    const answer = await kms.send(new GenerateRandomCommand({ NumberOfBytes: 64, Recipient }))
    expect(opened(answer)).toHaveLength(64)
    expect(answer.Plaintext).toBeUndefined()
  })
})

describe('a key policy that wants an image', () => {
  it('lets the enclave of that image decrypt, and nobody else', async () => {
    const KeyId = await newKey()
    const { CiphertextBlob } = await kms.send(new EncryptCommand({ KeyId, Plaintext: utf8('secret') }))
    const root = { AWS: `arn:aws:iam::${ACCOUNT}:root` }
    const image = { StringEqualsIgnoreCase: { 'kms:RecipientAttestation:ImageSha384': pcr(0).toString('hex') } }
    const Statement = [
      { Effect: 'Allow', Principal: root, NotAction: 'kms:Decrypt', Resource: '*' },
      { Effect: 'Allow', Principal: root, Action: 'kms:Decrypt', Resource: '*', Condition: image },
    ]
    const Policy = JSON.stringify({ Version: '2012-10-17', Statement })
    await kms.send(new PutKeyPolicyCommand({ KeyId, PolicyName: 'default', Policy }))
    expect(opened(await kms.send(new DecryptCommand({ CiphertextBlob, Recipient }))).toString()).toBe('secret')
    const other = recipientWith(attest(nitro, enclave, { pcrs: new Map([[0, pcr(1)]]) }))
    for (const command of [
      new DecryptCommand({ CiphertextBlob }),
      new DecryptCommand({ CiphertextBlob, Recipient: other }),
    ]) {
      expect(await refusalOf(kms.send(command))).toMatchObject({ code: 'AccessDeniedException', status: 400 })
    }
  })
})

describe('the audit log', () => {
  it('names the enclave, and keeps neither its document nor what it was given', async () => {
    await kms.send(new GenerateRandomCommand({ NumberOfBytes: 32, Recipient }))
    const record = JSON.stringify(auditRecords(server).findLast(({ eventName }) => eventName === 'GenerateRandom'))
    expect(record).toContain('"attestationDocumentModuleId":"i-1234567890abcdef0-enc1234567890abcdef"')
    expect(record).toContain(`"attestationDocumentEnclaveImageDigest":"${pcr(0).toString('hex')}"`)
    expect(record).not.toMatch(/"attestationDocument"|ciphertextForRecipient/i)
  })
})

describe('a document that proves nothing', () => {
  it('is refused in words', async () => {
    const stranger = makeNitro({ now: Date.now() })
    const old = makeNitro({ now: Date.now() - 86_400_000 })
    const cases: readonly (readonly [Uint8Array, string])[] = [
      [utf8('no document'), 'The attestation document is malformed.'],
      [attest(stranger, enclave), 'The attestation document does not come from a trusted root.'],
      [attest(old, enclave), 'The attestation document does not come from a trusted root.'],
      [attest(nitro, enclave, { public_key: null }), 'The attestation document holds no public key.'],
    ]
    for (const [document, message] of cases) {
      const call = new GenerateRandomCommand({ NumberOfBytes: 1, Recipient: recipientWith(document) })
      expect(await refusalOf(kms.send(call))).toEqual({ code: 'ValidationException', message, status: 400 })
    }
  })
})

describe('a server without an attestation root', () => {
  it('answers as ever, and refuses a recipient with what is missing', async () => {
    await using plain = await startServer({ console: false })
    const client = kmsOf(plain)
    const message = 'Keystead does not take Recipient without an attestation root: KEYSTEAD_NITRO_ROOT is not set.'
    const refusal = await refusalOf(client.send(new GenerateRandomCommand({ NumberOfBytes: 8, Recipient })))
    expect(refusal).toEqual({ code: 'UnsupportedOperationException', message, status: 400 })
    const { Plaintext } = await client.send(new GenerateRandomCommand({ NumberOfBytes: 8 }))
    expect(Plaintext).toHaveLength(8)
  })

  it('does not start on a file that holds none', async () => {
    const file = join(folder, 'empty.pem')
    writeFileSync(file, 'nothing')
    const refused = startServer({ console: false, env: { KEYSTEAD_NITRO_ROOT: file } })
    await expect(refused).rejects.toThrow(`KEYSTEAD_NITRO_ROOT: ${file} holds no certificate in PEM`)
  })
})
