import { createPublicKey, type KeyObject } from 'node:crypto'
import {
  CreateKeyCommand,
  GetPublicKeyCommand,
  type KMSClient,
  type MessageType,
  SignCommand,
  VerifyCommand,
} from '@aws-sdk/client-kms'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Server, startServer } from '../support/server.ts'
import { kmsOf, refusalOf, utf8 } from './clients.ts'
import { type SigningAlgorithm, signingSpecs } from './signing-algorithms.ts'

const MESSAGE = Buffer.from('a message to sign')
const OTHER_MESSAGE = Buffer.from('another message')

let server: Server
let kms: KMSClient
beforeAll(async () => {
  server = await startServer({ console: false })
  kms = kmsOf(server)
})
afterAll(() => server.stop())

/** Each type of message it takes, with what is signed for the message. */
const inputsOf = ({ inputs }: SigningAlgorithm, message: Buffer, key: KeyObject) =>
  Object.entries(inputs).map(([type, make]) => ({ MessageType: type as MessageType, Message: make(message, key) }))

/** Signs the message in one form: the signature holds for every form, outside too, and for no other message. */
async function roundTrip(KeyId: string, key: KeyObject, algorithm: SigningAlgorithm): Promise<void> {
  const common = { KeyId, SigningAlgorithm: algorithm.name }
  for (const input of inputsOf(algorithm, MESSAGE, key)) {
    const { Signature = new Uint8Array() } = await kms.send(new SignCommand({ ...common, ...input }))
    expect(algorithm.verifies(MESSAGE, key, Signature), `${algorithm.name}, ${input.MessageType}`).toBe(true)
    expect(algorithm.verifies(OTHER_MESSAGE, key, Signature)).toBe(false)
    for (const same of inputsOf(algorithm, MESSAGE, key)) {
      const { SignatureValid } = await kms.send(new VerifyCommand({ ...common, ...same, Signature }))
      expect(SignatureValid).toBe(true)
    }
    for (const other of inputsOf(algorithm, OTHER_MESSAGE, key)) {
      const verifying = kms.send(new VerifyCommand({ ...common, ...other, Signature }))
      expect((await refusalOf(verifying)).code).toBe('KMSInvalidSignatureException')
    }
  }
}

describe.each(signingSpecs)('a key of spec %s', (KeySpec, algorithms) => {
  it('signs with each of its algorithms, and names them all', async () => {
    const names = algorithms.map(({ name }) => name)
    const { KeyMetadata } = await kms.send(new CreateKeyCommand({ KeySpec, KeyUsage: 'SIGN_VERIFY' }))
    const { KeyId = '' } = KeyMetadata ?? {}
    expect(KeyMetadata).toMatchObject({ KeySpec, KeyUsage: 'SIGN_VERIFY', KeyState: 'Enabled' })
    expect(KeyMetadata?.SigningAlgorithms?.toSorted()).toEqual(names.toSorted())

    const { PublicKey = new Uint8Array(), ...answer } = await kms.send(new GetPublicKeyCommand({ KeyId }))
    expect(answer).toMatchObject({ KeyId: KeyMetadata?.Arn, KeySpec, KeyUsage: 'SIGN_VERIFY' })
    expect(answer.SigningAlgorithms?.toSorted()).toEqual(names.toSorted())
    const key = createPublicKey({ key: Buffer.from(PublicKey), format: 'der', type: 'spki' })
    for (const algorithm of algorithms) await roundTrip(KeyId, key, algorithm)
  })

  it('does not sign with the algorithm of another spec', async () => {
    const { KeyMetadata } = await kms.send(new CreateKeyCommand({ KeySpec, KeyUsage: 'SIGN_VERIFY' }))
    const SigningAlgorithm = KeySpec.startsWith('RSA') ? 'ECDSA_SHA_256' : 'RSASSA_PSS_SHA_256'
    const signing = kms.send(
      new SignCommand({ KeyId: KeyMetadata?.KeyId, Message: utf8('a message'), SigningAlgorithm }),
    )
    expect((await refusalOf(signing)).code).toBe('InvalidKeyUsageException')
  })
})
