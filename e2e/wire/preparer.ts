import { createPublicKey, publicEncrypt, randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { OperationName } from '#model/api.ts'
import type { Server } from '../support/server.ts'
import { ACCOUNT } from './clients.ts'
import { answerOf, callJson, type JsonAnswer, textAt } from './json-call.ts'

export const ROOT = `arn:aws:iam::${ACCOUNT}:root`
const DOES_NOT_EXPIRE = 'KEY_MATERIAL_DOES_NOT_EXPIRE'
const MOMENT = 20

export type ImportInput = {
  readonly KeyId: string
  readonly ImportToken: string
  readonly EncryptedKeyMaterial: string
  readonly ExpirationModel: string
}

/** Makes keys and what belongs to them over the wire, as the root user, for tests that are about other calls. */
export class Preparer {
  readonly #server: Server

  constructor(server: Server) {
    this.#server = server
  }

  /** A call whose outcome is what the test is about. */
  async attempt(operation: OperationName, input: object, region?: string): Promise<JsonAnswer> {
    return callJson(this.#server, operation, input, region === undefined ? {} : { region })
  }

  /** A call that must succeed. */
  async call(operation: OperationName, input: object, region?: string): Promise<JsonAnswer['body']> {
    return answerOf(this.#server, operation, input, region === undefined ? {} : { region })
  }

  /** Id of a new key. */
  async key(kind: object = {}): Promise<string> {
    return textAt(await this.call('CreateKey', kind), 'KeyMetadata.KeyId')
  }

  async arnOf(KeyId: string, region?: string): Promise<string> {
    return textAt(await this.call('DescribeKey', { KeyId }, region), 'KeyMetadata.Arn')
  }

  /** In base64. */
  async ciphertext(KeyId: string, EncryptionContext: object = {}): Promise<string> {
    const Plaintext = Buffer.from('attack at dawn').toString('base64')
    return textAt(await this.call('Encrypt', { KeyId, Plaintext, EncryptionContext }), 'CiphertextBlob')
  }

  async alias(): Promise<{ AliasName: string; TargetKeyId: string }> {
    const input = { AliasName: `alias/${randomUUID()}`, TargetKeyId: await this.key() }
    await this.call('CreateAlias', input)
    return input
  }

  /** A grant to the root user, which may retire it too. */
  async grant(): Promise<{ KeyId: string; GrantId: string }> {
    const KeyId = await this.arnOf(await this.key())
    const terms = { GranteePrincipal: ROOT, RetiringPrincipal: ROOT, Operations: ['Decrypt'] }
    return { KeyId, GrantId: textAt(await this.call('CreateGrant', { KeyId, ...terms }), 'GrantId') }
  }

  /** What brings material of 32 such bytes into a key of origin EXTERNAL. */
  async importInput(KeyId: string, byte = 5): Promise<ImportInput> {
    const wrapping = { WrappingAlgorithm: 'RSAES_OAEP_SHA_256', WrappingKeySpec: 'RSA_2048' }
    const answer = await this.call('GetParametersForImport', { KeyId, ...wrapping })
    const spki = Buffer.from(textAt(answer, 'PublicKey'), 'base64')
    const key = createPublicKey({ key: spki, format: 'der', type: 'spki' })
    return {
      KeyId,
      ImportToken: textAt(answer, 'ImportToken'),
      EncryptedKeyMaterial: publicEncrypt({ key, oaepHash: 'sha256' }, Buffer.alloc(32, byte)).toString('base64'),
      ExpirationModel: DOES_NOT_EXPIRE,
    }
  }

  /** Id of a new multi-Region key with a replica that is ready. */
  async replicated(region: string): Promise<string> {
    const KeyId = await this.key({ MultiRegion: true })
    await this.call('ReplicateKey', { KeyId, ReplicaRegion: region })
    while (textAt(await this.call('DescribeKey', { KeyId }, region), 'KeyMetadata.KeyState') === 'Creating') {
      await sleep(MOMENT)
    }
    return KeyId
  }
}
