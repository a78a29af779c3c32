import type { KeyStoreRow, PolicyRow, Stored } from '#kms/domain/rows.ts'
import type { KeyRecord } from '#kms/ports.ts'
import { StoreError } from './errors.ts'

interface Parts extends Omit<KeyRecord, 'policy' | 'keyStore'> {
  readonly policy: Stored<PolicyRow> | null | undefined
  readonly keyStore: Stored<KeyStoreRow> | null | undefined
}

/** Joins the rows of one key and puts them in order. Throws StoreError `corrupt` for a key without policy or store. */
export function keyRecord({ key, policy, materials, tags, aliases, keyStore }: Parts): KeyRecord {
  const { keyId, policyVersion, customKeyStoreId } = key
  const lacking = (what: string) => new StoreError('corrupt', `the key ${keyId} has no ${what}: restore a backup`)
  if (!policy) throw lacking(`policy ${policyVersion}`)
  if (customKeyStoreId !== null && !keyStore) throw lacking(`key store ${customKeyStoreId}`)
  return {
    key,
    policy,
    materials: materials.toSorted((a, b) => a.number - b.number),
    tags: tags.toSorted((a, b) => (a.tagKey < b.tagKey ? -1 : 1)),
    aliases: aliases.toSorted((a, b) => (a.name < b.name ? -1 : 1)),
    ...(keyStore && { keyStore }),
  }
}
