import { createHmac, createSecretKey } from 'node:crypto'
import type { KeySpecEntry } from './key-spec.ts'
import { rawImport } from './raw-import.ts'

/** HMAC (RFC 2104), untruncated. `bytes` is the length of the hash, and of the key material. */
export function hmacSpec(bits: 224 | 256 | 384 | 512): KeySpecEntry {
  const hash = `sha${bits}`
  const bytes = bits / 8
  return {
    kind: 'mac',
    usages: ['GENERATE_VERIFY_MAC'],
    defaultUsage: null,
    encryption: [],
    signing: [],
    mac: [{ name: `HMAC_SHA_${bits}`, mac: ({ key }, message) => createHmac(hash, key).update(message).digest() }],
    agreement: [],
    encapsulation: [],
    generate: async ({ secrets }) => secrets.bytes(bytes),
    derive: (seed) => seed.bytes(bytes),
    open: (material) => {
      if (material.length !== bytes) throw new RangeError(`HMAC_${bits} has ${bytes} bytes of material`)
      return { kind: 'mac', key: createSecretKey(material) }
    },
    importing: rawImport(bytes),
    exportPrivateKey: null,
    rotation: { automatic: false, onDemand: false },
  }
}
