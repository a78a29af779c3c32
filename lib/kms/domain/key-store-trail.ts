import type { JsonObject } from '#audit/record.ts'
import type { KeyMaterialId } from '#kernel/ids.ts'
import type { Check } from '../operation.ts'
import type { KeyRecord } from '../ports.ts'
import type { StoredKey } from './key-store.ts'
import type { KeyStoreRow } from './rows.ts'

/** Says in events that the HSMs of a cluster are software; AWS has no such member. */
const SIMULATED = { simulatedCluster: true } as const

/** What events of operations on a key store tell of it beside their parameters. */
export function keyStoreFacts({ name, clusterId }: Pick<KeyStoreRow, 'name' | 'clusterId'>): JsonObject {
  return { customKeyStoreName: name, ...(clusterId !== null && { clusterId, ...SIMULATED }) }
}

/** What events of a key in a key store tell of where its material is; nothing of other keys. */
function placeFacts({ key, keyStore }: StoredKey): JsonObject {
  if (key.customKeyStoreId === null) return {}
  return {
    customKeyStoreId: key.customKeyStoreId,
    ...(key.xksKeyId !== null && { xksKeyId: key.xksKeyId }),
    ...(keyStore && isCluster(keyStore) && SIMULATED),
  }
}

const isCluster = ({ clusterId }: KeyStoreRow) => clusterId !== null

/** The record of CreateKey names the key in the cluster. */
export function backingKeyTrail({ keyStore }: StoredKey, materialId: KeyMaterialId | null) {
  if (!keyStore || !isCluster(keyStore)) return {}
  const backingKey = JSON.stringify({ keyHandle: '1', backingKeyId: materialId })
  return { additionalEventData: { backingKey, ...SIMULATED } }
}

/** The trail of ScheduleKeyDeletion, where the key is in a key store. */
export function deletionTrail(record: KeyRecord) {
  const facts = backingKeysFacts(record)
  return Object.keys(facts).length === 0 ? {} : { trail: { additionalEventData: facts } }
}

/** The records of ScheduleKeyDeletion and DeleteKey name the keys in the cluster. */
export function backingKeysFacts(record: KeyRecord): JsonObject {
  const { keyStore, materials } = record
  if (!keyStore || !isCluster(keyStore)) return placeFacts(record)
  const keys = materials.map(({ number, materialId }) => ({ keyHandle: String(number), backingKeyId: materialId }))
  return { ...placeFacts(record), clusterId: keyStore.clusterId, backingKeys: JSON.stringify(keys) }
}

const SIDES: Readonly<Record<string, string>> = {
  'kms:ReEncryptFrom': 'source',
  'kms:ReEncryptTo': 'destination',
}

/** What the event of a cryptographic operation tells of the key stores of its keys, however it ended. */
export function placesOf(checks: readonly Check[]): JsonObject {
  const members = checks.flatMap(({ action, resource }) => {
    const facts = resource.kind === 'key' ? Object.entries(placeFacts(resource.record)) : []
    return facts.map(([name, value]) => [sided(name, SIDES[action]), value] as const)
  })
  return Object.fromEntries(members)
}

function sided(name: string, side: string | undefined): string {
  return side === undefined ? name : `${side}${name.charAt(0).toUpperCase()}${name.slice(1)}`
}
