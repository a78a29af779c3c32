import type { EventDraft } from '#audit/event.ts'
import type { EpochMillis, SandboxId } from '#kernel/ids.ts'
import { dueAt } from './domain/due.ts'
import { ownerOf } from './domain/material.ts'
import { rotate } from './domain/rotation.ts'
import type { Write } from './domain/writes.ts'
import type { KeyRecord, Ports } from './ports.ts'
import { serviceEvent } from './trail.ts'

export { dueAt }

/** How much due work is read at once. */
const BATCH = 100

/**
 * Does what fell due in a sandbox until `now`: deletes keys whose waiting period is over and rotates keys whose
 * period is over, earliest first, each in a transaction of its own with its event. Gives how many keys it changed.
 */
export async function runDue(sandbox: SandboxId, now: EpochMillis, ports: Ports): Promise<number> {
  let done = 0
  for (;;) {
    const keys = await ports.store.due(sandbox, now, BATCH)
    let changed = 0
    for (const key of keys) {
      const record = await ports.store.key(ownerOf(key).scope, key.keyId)
      const work = record && (await workOf(record, now, ports))
      if (work && (await ports.store.commit(work)) === 'committed') changed += 1
    }
    done += changed
    if (changed === 0) return done
  }
}

interface Work {
  readonly writes: readonly Write[]
  readonly events: readonly EventDraft[]
}

/** Undefined when the key changed since it was found due. */
async function workOf(record: KeyRecord, now: EpochMillis, ports: Ports): Promise<Work | undefined> {
  const { key } = record
  const due = dueAt(key)
  if (due === null || due > now) return undefined
  if (key.state === 'PendingDeletion') {
    return { writes: deletion(record), events: [serviceEvent('DeleteKey', key, now, ports, { keyId: key.keyId })] }
  }
  const { writes, event } = await rotate(record, 'AUTOMATIC', now, ports)
  return { writes, events: [event] }
}

/** The key, its material, aliases and tags go; its policy versions stay, to explain past decisions. */
function deletion({ key, materials, aliases, tags }: KeyRecord): readonly Write[] {
  return [
    { act: 'remove', table: 'key', key, version: key.version },
    ...materials.map((row) => ({ act: 'remove', table: 'material', key: row, version: row.version }) as const),
    ...aliases.map((row) => ({ act: 'remove', table: 'alias', key: row, version: row.version }) as const),
    ...tags.map((row) => ({ act: 'remove', table: 'tag', key: row, version: row.version }) as const),
  ]
}
