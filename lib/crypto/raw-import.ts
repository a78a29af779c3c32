import { findWrapping, WRAPPING_KEY_SPECS } from './import-wrapping.ts'
import type { MaterialImport } from './key-spec.ts'

/** Import of raw bytes of one length, wrapped by RSA-OAEP. */
export function rawImport(bytes: number): MaterialImport {
  return {
    allows: (wrapping, wrappingKeySpec) =>
      findWrapping(wrapping)?.family === 'oaep' && WRAPPING_KEY_SPECS.includes(wrappingKeySpec),
    read: async (material) => (material.length === bytes ? Buffer.from(material) : undefined),
  }
}
