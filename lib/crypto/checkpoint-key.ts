import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto'
import { utf8 } from '#kernel/bytes.ts'
import type { Secrets } from '#kernel/random.ts'
import { CryptoError } from './crypto-error.ts'
import type { RootProvider } from './root/provider.ts'

const SEED_BYTES = 32
/** PKCS #8 of an Ed25519 private key up to its seed (RFC 8410 section 7). */
const PKCS8_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex')
const AAD = utf8('keystead audit checkpoint key v1')

/** The Ed25519 key that speaks for an instance's audit log (RFC 8032). */
export interface CheckpointKey {
  readonly privateKey: KeyObject
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
  const spki = createPublicKey(privateKey).export({ format: 'der', type: 'spki' })
  return { privateKey, publicKey: spki.subarray(-SEED_BYTES).toString('base64') }
}
