import { addDays } from '#kernel/clock.ts'
import type { EpochMillis, SandboxId } from '#kernel/ids.ts'
import { isExpired, takeOut } from './domain/imported-material.ts'
import { backingKeysFacts } from './domain/key-store-trail.ts'
import { ownerOf } from './domain/material.ts'
import { isReplica, membersOf, replicaRegionsOf, replicaRegionsText } from './domain/multi-region.ts'
import { rotate } from './domain/rotation.ts'
import type { KeyRow } from './domain/rows.ts'
import type { NewRow, Write } from './domain/writes.ts'
import { remove, update } from './domain/writes.ts'
import type { KeyRecord, Ports, Transaction } from './ports.ts'
import { serviceEvent } from './trail.ts'

/** How much due work is read at once. */
const BATCH = 100

/**
 * Does what fell due in a sandbox until `now`, earliest first, each in a transaction of its own with its events: keys
 * become ready, imported material expires, keys are deleted and rotated. Gives how many keys it changed.
 */
export async function runDue(sandbox: SandboxId, now: EpochMillis, ports: Ports): Promise<number> {
  let done = 0
  for (;;) {
    const keys = await ports.store.due(sandbox, now, BATCH)
    let changed = 0
    // What fails must not hold up the rest; it is told once nothing else is left.
    const failures: unknown[] = []
    for (const key of keys) {
      const isChanged = await runKey(key, now, ports).catch((error: unknown) => {
        failures.push(error)
        return false
      })
      if (isChanged) changed += 1
    }
    done += changed
    if (changed === 0 && failures.length > 0) throw failures[0]
    if (changed === 0) return done
  }
}

/** Whether the key was changed. */
async function runKey(key: KeyRow, now: EpochMillis, ports: Ports): Promise<boolean> {
  const record = await ports.store.key(ownerOf(key).scope, key.keyId)
  const work = record && (await workOf(record, now, ports))
  return work !== undefined && (await ports.store.commit(work)) === 'committed'
}

/** Undefined when the key changed since it was found due. */
async function workOf(record: KeyRecord, now: EpochMillis, ports: Ports): Promise<Transaction | undefined> {
  const { key } = record
  if (key.dueAt === null || key.dueAt > now) return undefined
  if (key.state === 'Creating' || key.state === 'Updating') return readiness(key)
  if (key.validTo !== null && key.validTo <= now) return expiry(record, now, ports)
  return key.state === 'PendingDeletion' ? deletion(record, now, ports) : rotate(record, 'AUTOMATIC', now, ports)
}

/** What was under way has ended. A key that goes on waiting for material is enabled by its import. */
function readiness(key: KeyRow & { version: number }): Transaction {
  const state = key.resumesAs ?? 'Enabled'
  return {
    writes: [update('key', key, { state, resumesAs: state === 'PendingImport' ? 'Enabled' : null })],
    events: [],
  }
}

async function expiry(record: KeyRecord, now: EpochMillis, ports: Ports): Promise<Transaction> {
  const { key, materials } = record
  const expired = materials.filter((material) => isExpired(material, now))
  const [, ...replicas] = await membersOf(record, ports)
  return {
    writes: takeOut(record, expired, replicas, isReplica(key)),
    events: expired.map(({ materialId: keyMaterialId }) =>
      serviceEvent('DeleteExpiredKeyMaterial', key, now, ports, { keyId: key.keyId, keyMaterialId }),
    ),
  }
}

/** The key, its material, aliases and tags go; its policy versions and grants stay, to explain past decisions. */
async function deletion(record: KeyRecord, now: EpochMillis, ports: Ports): Promise<Transaction> {
  const { key, materials, aliases, tags, keyStore } = record
  const grants = await ports.store.grants(ownerOf(key).scope, key.keyId, { limit: key.grantCount })
  const [, ...others] = await membersOf(record, ports)
  const writes: readonly Write[] = [
    remove('key', key),
    ...materials.map((row) => remove('material', row)),
    ...aliases.map((row) => remove('alias', row)),
    ...tags.map((row) => remove('tag', row)),
    ...grants.map((row) => update('grant', row, { endedAt: now })),
    ...others.map((other) => update('key', other.key, withoutReplica(other.key, key, now))),
    ...(keyStore ? [update<'keyStore'>('keyStore', keyStore, { keyCount: keyStore.keyCount - 1 })] : []),
  ]
  const about = { keyId: key.keyId }
  return { writes, events: [serviceEvent('DeleteKey', key, now, ports, about, backingKeysFacts(record))] }
}

/** A primary that waits for its replicas to go starts its own waiting period when the last one has gone. */
function withoutReplica(member: KeyRow, gone: KeyRow, now: EpochMillis): Partial<NewRow<'key'>> {
  const left = replicaRegionsOf(member).filter((region) => region !== gone.region)
  const family = { replicaRegions: replicaRegionsText(left) }
  const { pendingWindowInDays: days } = member
  if (member.state !== 'PendingReplicaDeletion' || left.length > 0 || days === null) return family
  return { ...family, state: 'PendingDeletion', deletionAt: addDays(now, days), pendingWindowInDays: null }
}
