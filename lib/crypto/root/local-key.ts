import type { Secrets } from '#kernel/random.ts'
import { deriveKey } from '../kdf.ts'
import { openBox, sealBox } from '../sealed-box.ts'
import { xaesKey } from '../xaes.ts'
import type { RootProvider } from './provider.ts'

export const ROOT_KEY_BYTES = 32
const ID_BYTES = 16
const NO_CONTEXT = Buffer.alloc(0)

/** Public fingerprint of a root key: 32 hexadecimal digits that tell nothing of it. */
export function rootKeyId(key: Uint8Array): string {
  return deriveKey(key, 'keystead root id v1', NO_CONTEXT, ID_BYTES).toString('hex')
}

/** A root whose 32 bytes are in this process. They are copied: the caller zeroes its own. */
export function localRoot(key: Uint8Array, secrets: Secrets): Omit<RootProvider, 'health'> {
  const bytes = deriveKey(key, 'keystead root wrap v1', NO_CONTEXT)
  const wrapping = xaesKey(bytes)
  bytes.fill(0)
  return {
    id: rootKeyId(key),
    wrap: async (plain, aad) => sealBox(wrapping, plain, aad, secrets),
    unwrap: async (wrapped, aad) => openBox(wrapping, wrapped, aad),
  }
}
