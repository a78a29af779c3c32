import type { Keyring } from '#crypto/keyring.ts'
import { update } from '#kms/domain/writes.ts'
import type { KeyRecord, Store, Write } from '#kms/ports.ts'
import { withMacs } from './sealed-store.ts'

const BATCH = 500

/** Seals the rows of a database that was made before rows had MACs. `store` is the unsealed one. */
export async function sealOlderRows(store: Store, keyring: Keyring): Promise<void> {
  const scopes = await store.domainKeys()
  const records = (await Promise.all(scopes.map((scope) => store.keyRecords(scope)))).flat()
  const writes = (await Promise.all(records.map((record) => rowsOf(record, store)))).flat()
  for (let from = 0; from < writes.length; from += BATCH) {
    await store.commit({ writes: await withMacs(writes.slice(from, from + BATCH), keyring), events: [] })
  }
}

/** What such a database has: every version of the key policy, and the aliases. */
async function rowsOf({ key, aliases }: KeyRecord, store: Store): Promise<readonly Write[]> {
  const numbers = Array.from({ length: key.policyVersion }, (_, index) => index + 1)
  const policies = await Promise.all(numbers.map((number) => store.policy(key, key.keyId, number)))
  return [
    ...policies.flatMap((row) => (row ? [update('policy', row, {})] : [])),
    ...aliases.map((row) => update('alias', row, {})),
  ]
}
