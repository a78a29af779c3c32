import type { EventDraft } from '#audit/event.ts'
import { addDays } from '#kernel/clock.ts'
import type { EpochMillis } from '#kernel/ids.ts'
import { scopeKey } from '#kernel/scope.ts'
import { rotate } from './domain/rotation.ts'
import type { KeyRow } from './domain/rows.ts'
import type { Write } from './domain/writes.ts'
import type { KeyRecord, Ports, Transaction } from './ports.ts'

/** The most that are planned together. */
const MOST = 512
/** Of more keys than these each round of due work does enough by itself. */
const MOST_KEYS = 64

/** Rotations in the order of their times. */
export interface Rotations {
  /** The record of the key of each. */
  readonly rotated: readonly KeyRecord[]
  readonly transaction: Transaction
}

/**
 * Rotations of single-Region keys that fall due before `end`, each planned on what the one before leaves of its key, as one
 * transaction: so a key that rotates a thousand times is not read and written as often. Undefined where that does not
 * help: no key rotates twice, or there are many.
 */
export async function rotationsAhead(
  records: readonly KeyRecord[],
  end: EpochMillis,
  asOf: (due: EpochMillis) => EpochMillis,
  ports: Ports,
): Promise<Rotations | undefined> {
  const again = ({ key }: KeyRecord) => addDays(key.dueAt ?? end, key.rotationPeriodInDays ?? 0)
  if (records.length > MOST_KEYS || !records.some((record) => again(record) < end)) return undefined
  const keys = new Map(records.map((record) => [nameOf(record.key), record]))
  const rotated: KeyRecord[] = []
  const made: Write[] = []
  const turned = new Map<string, Write>()
  const events: EventDraft[] = []
  while (rotated.length < MOST) {
    const [next] = [...keys.values()].sort(byTime)
    if (!next || (next.key.dueAt ?? end) >= end) break
    const name = nameOf(next.key)
    const rotation = await rotate(next, 'AUTOMATIC', asOf(next.key.dueAt ?? end), ports)
    const after = { key: next.key, materials: next.materials }
    for (const write of rotation.writes) {
      if (write.act === 'put' && write.table === 'key') {
        turned.set(name, write)
        after.key = { ...write.row, version: next.key.version }
      } else made.push(write)
      // The newest is all that the next rotation asks for.
      if (write.act === 'put' && write.table === 'material') after.materials = [{ ...write.row, version: 0 }]
    }
    keys.set(name, { ...next, ...after })
    rotated.push(next)
    events.push(...rotation.events)
  }
  return { rotated, transaction: { writes: [...made, ...turned.values()], events } }
}

const nameOf = (key: KeyRow) => `${scopeKey(key)}/${key.keyId}`

/** As the store orders what is due. */
function byTime({ key: a }: KeyRecord, { key: b }: KeyRecord): number {
  const [atA, atB] = [a.dueAt ?? Number.POSITIVE_INFINITY, b.dueAt ?? Number.POSITIVE_INFINITY]
  if (atA !== atB) return atA - atB
  return nameOf(a) < nameOf(b) ? -1 : 1
}
