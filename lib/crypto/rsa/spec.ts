import { findWrapping } from '../import-wrapping.ts'
import { exportPkcs8, openPkcs8 } from '../key-pair.ts'
import type { KeySpecEntry } from '../key-spec.ts'
import type { RsaBits } from '../threads/jobs.ts'
import { OAEP_HASHES, rsaOaep } from './oaep.ts'
import { rsaPkcs1, rsaPss } from './signatures.ts'

const SHA2 = [256, 384, 512] as const

/** RSA with a modulus of that many bits. Material: PKCS #8 in DER, as `canonicalRsa` writes it. */
export function rsaSpec(bits: RsaBits): KeySpecEntry {
  const modulusBytes = bits / 8
  return {
    kind: 'key-pair',
    usages: ['ENCRYPT_DECRYPT', 'SIGN_VERIFY'],
    defaultUsage: null,
    encryption: OAEP_HASHES.map((hash) => rsaOaep(hash, modulusBytes)),
    signing: [...SHA2.map((hash) => rsaPkcs1(hash, modulusBytes)), ...SHA2.map((hash) => rsaPss(hash, modulusBytes))],
    mac: [],
    agreement: [],
    encapsulation: [],
    generate: ({ threads }) => threads.generateRsa(bits),
    derive: null,
    open: openPkcs8,
    importing: {
      // It fits into no RSA-OAEP ciphertext; the others have no limit.
      allows: (wrapping, wrappingKeySpec) =>
        findWrapping(wrapping)?.capacity(wrappingKeySpec) === Number.POSITIVE_INFINITY,
      read: (pkcs8, { threads }) => threads.readRsa(pkcs8, bits),
    },
    exportPrivateKey: ({ privateKey }) => exportPkcs8(privateKey),
    rotation: { automatic: false, onDemand: false },
  }
}
