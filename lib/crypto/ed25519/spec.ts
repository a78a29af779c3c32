import { findWrapping } from '../import-wrapping.ts'
import { exportPkcs8 } from '../key-pair.ts'
import type { KeySpecEntry } from '../key-spec.ts'
import { openEdSeed, readEdSeed, SEED_BYTES, writeEdPkcs8 } from './private-key.ts'
import { ed25519PreHashed, ed25519Pure } from './signatures.ts'

const PKCS8_BYTES = writeEdPkcs8(Buffer.alloc(SEED_BYTES)).length

/** Ed25519. Material: the private key of 32 bytes (RFC 8032 section 5.1.5). */
export const ed25519Spec: KeySpecEntry = {
  kind: 'key-pair',
  usages: ['SIGN_VERIFY'],
  defaultUsage: null,
  encryption: [],
  signing: [ed25519Pure, ed25519PreHashed],
  mac: [],
  agreement: [],
  encapsulation: [],
  generate: async ({ secrets }) => secrets.bytes(SEED_BYTES),
  derive: (seed) => seed.bytes(SEED_BYTES),
  open: openEdSeed,
  importing: {
    allows: (wrapping, wrappingKeySpec) => (findWrapping(wrapping)?.capacity(wrappingKeySpec) ?? 0) >= PKCS8_BYTES,
    read: async (pkcs8) => readEdSeed(pkcs8),
  },
  exportPrivateKey: ({ privateKey }) => exportPkcs8(privateKey),
  rotation: { automatic: false, onDemand: false },
}
