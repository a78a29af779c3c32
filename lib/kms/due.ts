import { addDays } from '#kernel/clock.ts'
import type { EpochMillis, SandboxId } from '#kernel/ids.ts'
import { arnOf } from './domain/arn.ts'
import { isExpired, takeOut } from './domain/imported-material.ts'
import { backingKeysFacts } from './domain/key-store-trail.ts'
import { lifetimeOf } from './domain/lifetime.ts'
import { ownerOf } from './domain/material.ts'
import { isMultiRegion, isReplica, membersOf, replicaRegionsOf, replicaRegionsText } from './domain/multi-region.ts'
import { rotate } from './domain/rotation.ts'
import type { KeyRow } from './domain/rows.ts'
import type { NewRow, Write } from './domain/writes.ts'
import { remove, update } from './domain/writes.ts'
import { rotationsAhead } from './due-rotations.ts'
import type { DueChange, DueKind, KeyRecord, Ports, Transaction } from './ports.ts'
import { serviceEvent } from './trail.ts'

/** How much due work is read and written at once. */
const BATCH = 512

export interface DueOptions {
  /** What must still hold when it is written, such as that the sandbox is as it was when its time was read. */
  readonly guards?: readonly Write[]
  /** Told of each change. */
  readonly tell?: ((change: DueChange) => void) | undefined
  /** Asked before each round: whether the rest is left for another time. */
  readonly ends?: () => boolean
}

/**
 * Does what fell due in a sandbox until `now`, earliest first, each in a transaction of its own with its events, but
 * rotations that follow one another: keys become ready, imported material expires, keys are deleted and rotated. Gives
 * how many keys it changed. It ends early where all that it planned has moved meanwhile.
 *
 * Each is done as of its own due time, where that is not before `since`; by default all is done as of `now`.
 */
export async function runDue(
  sandbox: SandboxId,
  now: EpochMillis,
  ports: Ports,
  since = now,
  { guards = [], tell, ends = () => false }: DueOptions = {},
): Promise<number> {
  let done = 0
  while (!ends()) {
    // What fails must not hold up the rest; it is told once nothing else is left.
    const failures: unknown[] = []
    const records = await readDue(sandbox, now, ports, failures)
    const ahead = await rotateAhead(records, now, (due) => within(due, since, now), ports, guards)
    for (const { key } of ahead) tell?.({ kind: 'rotated', key: arnOf(key) })
    done += ahead.length
    if (ahead.length > 0) continue
    const works = await planDue(records, (due) => within(due, since, now), ports, failures)
    // Begun in their order, so that they come into the log in it; the writer takes them together.
    const outcomes = await Promise.all(
      works.map(({ transaction }) =>
        ports.store.commit({ ...transaction, writes: [...guards, ...transaction.writes] }).catch((error: unknown) => {
          failures.push(error)
        }),
      ),
    )
    const committed = works.filter((_, index) => outcomes[index] === 'committed')
    for (const { change } of committed) tell?.(change)
    const { length: changed } = committed
    done += changed
    if (changed === 0 && failures.length > 0) throw failures[0]
    if (changed === 0) break
  }
  return done
}

/**
 * The rotations at the head of what is due, where they can be done together; their keys. None where that fails: each by
 * itself then tells why.
 */
async function rotateAhead(
  records: readonly KeyRecord[],
  now: EpochMillis,
  asOf: (due: EpochMillis) => EpochMillis,
  ports: Ports,
  guards: readonly Write[],
): Promise<readonly KeyRecord[]> {
  const other = records.find(({ key }) => isMultiRegion(key) || kindOf(key, key.dueAt ?? now) !== 'rotated')
  const head = other ? records.slice(0, records.indexOf(other)) : records
  const end = (other?.key.dueAt ?? now + 1) as EpochMillis
  try {
    const planned = await rotationsAhead(head, end, asOf, ports)
    if (!planned) return []
    const { writes, events } = planned.transaction
    const outcome = await ports.store.commit({ writes: [...guards, ...writes], events })
    return outcome === 'committed' ? planned.rotated : []
  } catch {
    return []
  }
}

/** All at once; one by one where one of them cannot be read. */
async function readDue(
  sandbox: SandboxId,
  now: EpochMillis,
  { store }: Ports,
  failures: unknown[],
): Promise<readonly KeyRecord[]> {
  const together = await store.dueRecords(sandbox, now, BATCH).catch(() => undefined)
  if (together) return together
  const records: KeyRecord[] = []
  for (const key of await store.due(sandbox, now, BATCH)) {
    const record = await store.key(ownerOf(key).scope, key.keyId).catch((error: unknown) => {
      failures.push(error)
      return undefined
    })
    if (record) records.push(record)
  }
  return records
}

/** What a due key comes to. */
interface DueWork {
  readonly change: DueChange
  readonly transaction: Transaction
}

function within(time: EpochMillis, from: EpochMillis, to: EpochMillis): EpochMillis {
  return Math.min(Math.max(time, from), to) as EpochMillis
}

/**
 * What the keys come to, as far as that is the order of their times: not beyond the time at which one of them falls due
 * again, nor beyond one whose rows an earlier one changes.
 */
async function planDue(
  records: readonly KeyRecord[],
  asOf: (due: EpochMillis) => EpochMillis,
  ports: Ports,
  failures: unknown[],
): Promise<readonly DueWork[]> {
  const works: DueWork[] = []
  const touched = new Set<string>()
  let horizon = Number.POSITIVE_INFINITY
  for (const record of records) {
    const { dueAt } = record.key
    if (dueAt === null || dueAt > horizon || touched.has(arnOf(record.key))) break
    const work = await workOf(record, asOf(dueAt), ports).catch((error: unknown) => {
      failures.push(error)
      return undefined
    })
    if (!work) continue
    works.push(work)
    for (const write of work.transaction.writes) {
      if (write.table !== 'key') continue
      touched.add(arnOf(write.act === 'put' ? write.row : write.key))
      if (write.act === 'put') horizon = Math.min(horizon, write.row.dueAt ?? Number.POSITIVE_INFINITY)
    }
  }
  return works
}

async function workOf(record: KeyRecord, at: EpochMillis, ports: Ports): Promise<DueWork> {
  const kind = kindOf(record.key, at)
  return { change: { kind, key: arnOf(record.key) }, transaction: await WORKS[kind](record, at, ports) }
}

function kindOf({ state, validTo }: KeyRow, at: EpochMillis): DueKind {
  if (state === 'Creating' || state === 'Updating') return 'ready'
  if (validTo !== null && validTo <= at) return 'expired'
  return state === 'PendingDeletion' ? 'deleted' : 'rotated'
}

type Work = (record: KeyRecord, at: EpochMillis, ports: Ports) => Promise<Transaction>

const WORKS: Readonly<Record<DueKind, Work>> = {
  ready: async ({ key }) => readiness(key),
  expired: expiry,
  deleted: deletion,
  rotated: async (record, at, ports) => rotate(record, 'AUTOMATIC', at, ports),
}

/** What was under way has ended. A key that goes on waiting for material is enabled by its import. */
export function readiness(key: KeyRow & { version: number }): Transaction {
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
  const event = serviceEvent('DeleteKey', key, now, ports, about, backingKeysFacts(record))
  return { writes, events: [{ ...event, lifetime: lifetimeOf(record) }] }
}

/** A primary that waits for its replicas to go starts its own waiting period when the last one has gone. */
function withoutReplica(member: KeyRow, gone: KeyRow, now: EpochMillis): Partial<NewRow<'key'>> {
  const left = replicaRegionsOf(member).filter((region) => region !== gone.region)
  const family = { replicaRegions: replicaRegionsText(left) }
  const { pendingWindowInDays: days } = member
  if (member.state !== 'PendingReplicaDeletion' || left.length > 0 || days === null) return family
  return { ...family, state: 'PendingDeletion', deletionAt: addDays(now, days) }
}
