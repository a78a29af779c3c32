import type { KeySpecEntry } from './key-spec.ts'
import { rawImport } from './raw-import.ts'
import { xaesKey } from './xaes.ts'

const KEY_BYTES = 32
const MAX_PLAINTEXT = 4096

/** SYMMETRIC_DEFAULT: XAES-256-GCM in ciphertext blobs, see `sealBlob`. Material: 32 random bytes. */
export const symmetricDefault: KeySpecEntry = {
  kind: 'symmetric',
  usages: ['ENCRYPT_DECRYPT'],
  defaultUsage: 'ENCRYPT_DECRYPT',
  encryption: [{ form: 'blob', name: 'SYMMETRIC_DEFAULT', maxPlaintext: MAX_PLAINTEXT }],
  signing: [],
  mac: [],
  agreement: [],
  encapsulation: [],
  generate: async ({ secrets }) => secrets.bytes(KEY_BYTES),
  derive: (seed) => seed.bytes(KEY_BYTES),
  open: (material) => ({ kind: 'symmetric', key: xaesKey(material) }),
  importing: rawImport(KEY_BYTES),
  exportPrivateKey: null,
  rotation: { automatic: true, onDemand: true },
}
