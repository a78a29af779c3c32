import { isInKeyStore } from '#kms/domain/key-store.ts'
import type { KeyStoreRow, PolicyRow, Stored } from '#kms/domain/rows.ts'
import type { KeyRecord } from '#kms/ports.ts'
import { StoreError } from './errors.ts'

interface Parts extends Omit<KeyRecord, 'policy' | 'keyStore'> {
  readonly policy: Stored<PolicyRow> | null | undefined
  readonly keyStore: Stored<KeyStoreRow> | null | undefined
}

/**
 * Joins the rows of one key and puts them in order. Throws StoreError `corrupt` for a key without a policy, and for one
 * that is not where its origin says: in a key store or in none.
 */
export function keyRecord({ key, policy, materials, tags, aliases, keyStore }: Parts): KeyRecord {
  const { keyId, policyVersion, customKeyStoreId, origin } = key
  const corrupt = (what: string) => new StoreError('corrupt', `the key ${keyId} ${what}: restore a backup`)
  if (!policy) throw corrupt(`has no policy ${policyVersion}`)
  if (customKeyStoreId !== null && !keyStore) throw corrupt(`has no key store ${customKeyStoreId}`)
  if (isInKeyStore(key) !== (customKeyStoreId !== null)) {
    throw corrupt(`of origin ${origin} is in ${customKeyStoreId ?? 'no key store'}`)
  }
  return {
    key,
    policy,
    materials: materials.toSorted((a, b) => a.number - b.number),
    tags: tags.toSorted((a, b) => (a.tagKey < b.tagKey ? -1 : 1)),
    aliases: aliases.toSorted((a, b) => (a.name < b.name ? -1 : 1)),
    ...(keyStore && { keyStore }),
  }
}
