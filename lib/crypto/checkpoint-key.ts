import { createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto'
import { utf8 } from '#kernel/bytes.ts'
import type { Secrets } from '#kernel/random.ts'
import { CryptoError } from './crypto-error.ts'
import type { RootProvider } from './root/provider.ts'

const SEED_BYTES = 32
/** PKCS #8 of an Ed25519 private key up to its seed (RFC 8410 section 7). */
const PKCS8_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex')
/** SubjectPublicKeyInfo of an Ed25519 public key up to its 32 bytes (RFC 8410 section 4). */
const SPKI_PREFIX = Buffer.from('302a300506032b6570032100', 'hex')
const AAD = utf8('keystead audit checkpoint key v1')

/** The Ed25519 key that speaks for an instance's audit log (RFC 8032). */
export interface CheckpointKey {
  sign(message: Uint8Array): Buffer
  /** The 32 bytes, base64: what operators keep elsewhere. */
  readonly publicKey: string
}

/** Gives a new key's seed, wrapped by the root. */
export async function createCheckpointKey(root: RootProvider, secrets: Secrets): Promise<Buffer> {
  const seed = secrets.bytes(SEED_BYTES)
  try {
    return await root.wrap(seed, AAD)
  } finally {
    seed.fill(0)
  }
}

/** Throws CryptoError CheckpointKeyDamaged when it does not open under this root. */
export async function openCheckpointKey(root: RootProvider, wrapped: Uint8Array): Promise<CheckpointKey> {
  const seed = await root.unwrap(wrapped, AAD)
  if (seed?.length !== SEED_BYTES) {
    const message = `The audit checkpoint key does not open under root key ${root.id}. Restore the database from a backup.`
    throw new CryptoError('CheckpointKeyDamaged', message)
  }
  const der = Buffer.concat([PKCS8_PREFIX, seed])
  seed.fill(0)
  const privateKey = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })
  der.fill(0)
  return { sign: (message) => sign(null, message, privateKey), publicKey: publicHalf(privateKey) }
}

function publicHalf(privateKey: KeyObject): string {
  const spki = createPublicKey(privateKey).export({ format: 'der', type: 'spki' })
  return spki.subarray(-SEED_BYTES).toString('base64')
}

/** `publicKey`: the 32 bytes. False for anything else too. */
export function isSignedByCheckpointKey(message: Uint8Array, signature: Uint8Array, publicKey: Uint8Array): boolean {
  if (publicKey.length !== SEED_BYTES) return false
  const key = createPublicKey({ key: Buffer.concat([SPKI_PREFIX, publicKey]), format: 'der', type: 'spki' })
  return verify(null, message, key, signature)
}
