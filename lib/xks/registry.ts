import type { KeyedOperation } from './operation.ts'
import { decrypt } from './operations/decrypt.ts'
import { encrypt } from './operations/encrypt.ts'
import { getKeyMetadata } from './operations/get-key-metadata.ts'

/** What can be asked of a key; the health of the proxy is asked of none. */
export const keyed = {
  GetKeyMetadata: getKeyMetadata,
  Encrypt: encrypt,
  Decrypt: decrypt,
} satisfies Readonly<Record<string, KeyedOperation>>

export type KeyedOperationName = keyof typeof keyed

/** What is asked of the proxy face; `content` is the body's JSON, undefined where it is none. */
export type XksCall =
  | { readonly operation: 'GetHealthStatus'; readonly content: unknown }
  | { readonly operation: KeyedOperationName; readonly externalKeyId: string; readonly content: unknown }

export function isXksOperation(name: string): boolean {
  return name === 'GetHealthStatus' || Object.hasOwn(keyed, name)
}
