import { generateKeyPair } from 'node:crypto'
import { promisify } from 'node:util'
import type { Sha2Bits } from '../hashing.ts'
import { findWrapping } from '../import-wrapping.ts'
import { exportPkcs8, openPkcs8 } from '../key-pair.ts'
import type { KeySpecEntry } from '../key-spec.ts'
import type { Curve } from './curves.ts'
import { ecdh } from './ecdh.ts'
import { ecdsa } from './ecdsa.ts'
import { canonicalEc, deriveEcPkcs8, writeEcPkcs8 } from './private-key.ts'

const generate = promisify(generateKeyPair)

export interface EcOptions {
  /** The hash that AWS KMS pairs with the curve. */
  readonly hash: Sha2Bits
  readonly agreement: boolean
}

/** Keys of a named curve. Material: PKCS #8 in DER, as `canonicalEc` writes it. */
export function ecSpec(curve: Curve, { hash, agreement }: EcOptions): KeySpecEntry {
  const bytes = writeEcPkcs8(curve, Buffer.alloc(curve.bytes, 1))?.length ?? 0
  return {
    kind: 'key-pair',
    usages: agreement ? ['SIGN_VERIFY', 'KEY_AGREEMENT'] : ['SIGN_VERIFY'],
    defaultUsage: null,
    encryption: [],
    signing: [ecdsa(curve, hash)],
    mac: [],
    agreement: agreement ? [ecdh(curve)] : [],
    encapsulation: [],
    generate: async () => exportPkcs8((await generate('ec', { namedCurve: curve.name })).privateKey),
    derive: (seed) => deriveEcPkcs8(curve, curve.noble.Point.Fn.ORDER, seed),
    open: openPkcs8,
    importing: {
      // P-521 does not fit into RSA-OAEP with 2,048 bits.
      allows: (wrapping, wrappingKeySpec) => (findWrapping(wrapping)?.capacity(wrappingKeySpec) ?? 0) >= bytes,
      read: async (pkcs8) => canonicalEc(curve, pkcs8),
    },
    exportPrivateKey: ({ privateKey }) => exportPkcs8(privateKey),
    rotation: { automatic: false, onDemand: false },
  }
}
