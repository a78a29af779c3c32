import type { KeyObject } from 'node:crypto'
import { constants, publicEncrypt } from 'node:crypto'
import type { RawEncryption } from '../key-spec.ts'

/** A hash function of RSAES-OAEP, for the label and for MGF1. */
export interface OaepHash {
  /** Node's name. */
  readonly name: string
  /** Its end of the algorithm's name. */
  readonly suffix: string
  readonly bytes: number
}

export const OAEP_HASHES: readonly OaepHash[] = [
  { name: 'sha1', suffix: 'SHA_1', bytes: 20 },
  { name: 'sha256', suffix: 'SHA_256', bytes: 32 },
]

/** Bytes that fit into one ciphertext: k − 2·hLen − 2 (RFC 8017 section 7.1.1). */
export function oaepCapacity({ bytes }: OaepHash, modulusBytes: number): number {
  return modulusBytes - 2 * bytes - 2
}

/** RSAES-OAEP (RFC 8017 section 7.1), without a label. The ciphertext is as long as the modulus. */
export function rsaOaep(hash: OaepHash, modulusBytes: number): RawEncryption {
  return {
    form: 'raw',
    name: `RSAES_OAEP_${hash.suffix}`,
    maxPlaintext: oaepCapacity(hash, modulusBytes),
    encrypt: ({ publicKey }, plaintext) => encryptOaep(hash.name, publicKey, plaintext),
    decrypt: async ({ privateKey }, ciphertext, { threads }) =>
      ciphertext.length === modulusBytes ? await threads.decryptOaep(privateKey, hash.name, ciphertext) : undefined,
  }
}

/** Encrypts to a public key; `hash` is Node's name. */
export function encryptOaep(hash: string, key: KeyObject, plaintext: Uint8Array): Buffer {
  return publicEncrypt({ key, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: hash }, plaintext)
}
