import { createHash, generateKeyPair, type KeyObject, sign } from 'node:crypto'
import { promisify } from 'node:util'
import { utf8 } from '#kernel/bytes.ts'
import { CryptoError } from './crypto-error.ts'
import { exportPkcs8, openPkcs8 } from './key-pair.ts'
import type { RootProvider } from './root/provider.ts'

const MODULUS_BITS = 2048
const AAD = utf8('keystead audit export key v1')

const generate = promisify(generateKeyPair)

/** The RSA key that signs the digests of an exported trail. */
export interface ExportKey {
  /** PKCS #1 in DER (RFC 8017, appendix A.1.1), as CloudTrail gives out its own. */
  readonly publicKey: Buffer
  /** How digests name the key, see `fingerprintOf`. */
  readonly fingerprint: string
  /** `SHA256withRSA`: RSASSA-PKCS1-v1_5 with SHA-256; the same for the same data. */
  sign(data: Uint8Array): Buffer
}

/** Gives a new key, wrapped by the root. It is made outside the event loop's thread. */
export async function createExportKey(root: RootProvider): Promise<Buffer> {
  const { privateKey } = await generate('rsa', { modulusLength: MODULUS_BITS })
  const pkcs8 = exportPkcs8(privateKey)
  try {
    return await root.wrap(pkcs8, AAD)
  } finally {
    pkcs8.fill(0)
  }
}

/** Throws CryptoError ExportKeyDamaged when it does not open under this root. */
export async function openExportKey(root: RootProvider, wrapped: Uint8Array): Promise<ExportKey> {
  const pkcs8 = await root.unwrap(wrapped, AAD)
  if (!pkcs8) {
    const message = `The audit export key does not open under root key ${root.id}. Restore the database from a backup.`
    throw new CryptoError('ExportKeyDamaged', message)
  }
  try {
    return exportKeyOf(openPkcs8(pkcs8))
  } finally {
    pkcs8.fill(0)
  }
}

/** MD5 of a public key in PKCS #1, hexadecimal, as CloudTrail makes it: a name, not a protection. */
export function fingerprintOf(publicKey: Uint8Array): string {
  return createHash('md5').update(publicKey).digest('hex')
}

function exportKeyOf({ privateKey, publicKey }: Readonly<Record<'privateKey' | 'publicKey', KeyObject>>): ExportKey {
  const der = publicKey.export({ format: 'der', type: 'pkcs1' })
  return {
    publicKey: der,
    fingerprint: fingerprintOf(der),
    sign: (data) => sign('sha256', data, privateKey),
  }
}
