import { findWrapping } from './import-wrapping.ts'
import type { MaterialImport } from './key-spec.ts'

/** Import of raw bytes of one length, wrapped by RSA-OAEP. */
export function rawImport(bytes: number): MaterialImport {
  return {
    allows: (wrapping, wrappingKeySpec) => {
      const known = findWrapping(wrapping)
      return known?.family === 'oaep' && known.capacity(wrappingKeySpec) >= bytes
    },
    read: async (material) => (material.length === bytes ? Buffer.from(material) : undefined),
  }
}
