import { deriveEcPkcs8, writeEcPkcs8 } from '../ec/private-key.ts'
import { findWrapping } from '../import-wrapping.ts'
import { exportPkcs8, openPkcs8 } from '../key-pair.ts'
import type { KeySpecEntry } from '../key-spec.ts'
import { sm2Ecdh } from './agreement.ts'
import { SM2, Sm2Numbers } from './curve.ts'
import { sm2pke } from './encryption.ts'
import { canonicalSm2, generateSm2 } from './private-key.ts'
import { sm2dsa } from './signature.ts'

const PKCS8_BYTES = writeEcPkcs8(SM2, Buffer.alloc(SM2.bytes, 1))?.length ?? 0

/** SM2 (GB/T 32918). Material: PKCS #8 in DER, as `canonicalSm2` writes it. */
export const sm2Spec: KeySpecEntry = {
  kind: 'key-pair',
  offering: 'china',
  usages: ['ENCRYPT_DECRYPT', 'SIGN_VERIFY', 'KEY_AGREEMENT'],
  defaultUsage: null,
  encryption: [sm2pke],
  signing: [sm2dsa],
  mac: [],
  agreement: [sm2Ecdh],
  encapsulation: [],
  generate: generateSm2,
  // Up to n − 2, see `canonicalSm2`.
  derive: (seed) => deriveEcPkcs8(SM2, Sm2Numbers.ORDER - 1n, seed),
  open: openPkcs8,
  importing: {
    allows: (wrapping, wrappingKeySpec) => {
      const known = findWrapping(wrapping)
      return known !== undefined && known.family !== 'aes-key-wrap' && known.capacity(wrappingKeySpec) >= PKCS8_BYTES
    },
    read: async (pkcs8) => canonicalSm2(pkcs8),
  },
  exportPrivateKey: ({ privateKey }) => exportPkcs8(privateKey),
  rotation: { automatic: false, onDemand: false },
}
