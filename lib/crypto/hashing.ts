import { hash } from 'node:crypto'
import type { MessageType, SigningAlgorithm } from './key-spec.ts'

/** Length of a hash of the SHA-2 family in bits, as the names of AWS KMS give it. */
export type Sha2Bits = 256 | 384 | 512

/** A hash function as signatures use it. */
export interface MessageHash {
  /** Node's name. */
  readonly name: string
  readonly bytes: number
}

export function sha2(bits: Sha2Bits): MessageHash {
  return { name: `sha${bits}`, bytes: bits / 8 }
}

/** RAW messages, which are hashed, and digests ready made. */
export function hashedTypes({ bytes }: MessageHash): SigningAlgorithm['messageTypes'] {
  return { RAW: {}, DIGEST: { bytes } }
}

/** The digest that is signed; undefined for a message that the algorithm does not take. A digest is not hashed again. */
export function digestFor(
  { name, bytes }: MessageHash,
  message: Uint8Array,
  type: MessageType,
): Uint8Array | undefined {
  if (type === 'RAW') return hash(name, message, 'buffer')
  return type === 'DIGEST' && message.length === bytes ? message : undefined
}

/** Callers ask `messageTypes` first: this is their mistake. */
export function unfitMessage(name: string, type: MessageType): RangeError {
  return new RangeError(`${name} does not take this message as ${type}`)
}
