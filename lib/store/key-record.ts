import type { PolicyRow, Stored } from '#kms/domain/rows.ts'
import type { KeyRecord } from '#kms/ports.ts'
import { StoreError } from './errors.ts'

interface Parts extends Omit<KeyRecord, 'policy'> {
  readonly policy: Stored<PolicyRow> | null | undefined
}

/** Joins the rows of one key and puts them in order. Throws StoreError `corrupt` for a key without policy. */
export function keyRecord({ key, policy, materials, tags, aliases }: Parts): KeyRecord {
  const { keyId, policyVersion } = key
  if (!policy) throw new StoreError('corrupt', `the key ${keyId} has no policy ${policyVersion}: restore a backup`)
  return {
    key,
    policy,
    materials: materials.toSorted((a, b) => a.number - b.number),
    tags: tags.toSorted((a, b) => (a.tagKey < b.tagKey ? -1 : 1)),
    aliases: aliases.toSorted((a, b) => (a.name < b.name ? -1 : 1)),
  }
}
