import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto'
import type { KeyPair } from './key-spec.ts'

/** The pair of a private key in PKCS #8 (DER). Throws when it is none. */
export function openPkcs8(pkcs8: Uint8Array): KeyPair {
  const privateKey = createPrivateKey({ key: asBuffer(pkcs8), format: 'der', type: 'pkcs8' })
  const publicKey = createPublicKey(privateKey)
  return { kind: 'key-pair', privateKey, publicKey, spki: publicKey.export({ format: 'der', type: 'spki' }) }
}

/** The public key of a SubjectPublicKeyInfo in DER. Throws when it is none. */
export function openSpki(spki: Uint8Array): KeyObject {
  return createPublicKey({ key: asBuffer(spki), format: 'der', type: 'spki' })
}

/** PKCS #8 in DER, as Node writes it. The caller zeroes it. */
export function exportPkcs8(privateKey: KeyObject): Buffer {
  return privateKey.export({ format: 'der', type: 'pkcs8' })
}

/** The same memory as a Buffer: Node's types take no plain Uint8Array as a key. */
export function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}
