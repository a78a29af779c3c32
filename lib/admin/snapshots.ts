import type { Json } from '#audit/record.ts'
import { isoMillis } from '#kernel/clock.ts'
import type { EpochMillis, SandboxId } from '#kernel/ids.ts'
import type { ClockState, SandboxRow, SnapshotRow, Store, Stored, WholeSandbox, Write } from '#kms/ports.ts'
import { expect, insert, update } from '#kms/ports.ts'
import { accessKeyTaken, invalid, noSuchSnapshot, tooManySnapshots } from './errors.ts'
import type { AdminPorts } from './ports.ts'
import type { ListedClock } from './sandbox-members.ts'
import { listedClock } from './sandbox-members.ts'

/** What a reset goes back to: it is made with the sandbox. */
export const INITIAL = 'initial'

/** How many may be kept of a sandbox. */
const MOST = 100
const NAME = /^[a-z0-9][a-z0-9-]{0,62}$/

export interface ListedSnapshot {
  readonly name: string
  /** ISO 8601, by the wall clock. */
  readonly createdAt: string
  /** About how many events its log has. */
  readonly events: number
}

/** A sandbox that was put back. */
export interface RestoredSandbox extends ListedClock {
  readonly id: string
}

export function snapshotMember({ name }: Readonly<Record<string, unknown>>): string {
  if (name === INITIAL) throw invalid(`${INITIAL} is what a reset goes back to, and is made with the sandbox.`)
  if (typeof name === 'string' && NAME.test(name)) return name
  throw invalid('name must be 1 to 63 lower-case letters, digits and dashes, the first no dash.')
}

/** Throws NotFoundException. */
export async function existingSnapshot(id: SandboxId, name: string, { store }: AdminPorts) {
  const row = await store.snapshot(id, name)
  if (row) return row
  throw noSuchSnapshot(id, name)
}

/** Throws LimitExceededException. */
export async function assertRoom(id: SandboxId, { store }: AdminPorts): Promise<void> {
  if ((await store.snapshots(id)).length >= MOST) throw tooManySnapshots(id, MOST)
}

export function listedSnapshot({ name, createdAt, size }: SnapshotRow): ListedSnapshot {
  return { name, createdAt: isoMillis(createdAt), events: size }
}

/** Keeps a sandbox as it is, in place of what was kept under that name. */
export function saved(
  { id, clock, settings }: SandboxRow,
  name: string,
  { store, clocks }: AdminPorts,
  before?: Stored<SnapshotRow>,
): { readonly snapshot: SnapshotRow; readonly writes: readonly Write[]; readonly whole: WholeSandbox } {
  const size = store.treeHeads().find(({ sandbox }) => sandbox === id)?.size ?? 0
  const snapshot: SnapshotRow = { sandboxId: id, name, createdAt: clocks.wall.now(), clock, settings, size }
  return {
    snapshot,
    writes: [before ? update<'snapshot'>('snapshot', before, snapshot) : insert('snapshot', snapshot)],
    whole: { act: 'save', sandbox: id, snapshot: name },
  }
}

/** Puts a sandbox back to what was kept. Throws ConflictException where one of its access keys is elsewhere by now. */
export async function restored(row: Stored<SandboxRow>, snapshot: Stored<SnapshotRow>, { store, clocks }: AdminPorts) {
  const { id } = row
  const [taken] = await store.takenAccessKeys(id, snapshot.name)
  if (taken) throw accessKeyTaken(taken.accessKeyId, taken.sandbox)
  const wall = clocks.wall.now()
  const clock = clockThen(snapshot, wall)
  const change = { clock: JSON.stringify(clock), settings: snapshot.settings }
  const answer: RestoredSandbox = { id, ...listedClock(clock, wall) }
  return {
    answer,
    writes: [update<'sandbox'>('sandbox', row, change), expect<'snapshot'>('snapshot', snapshot)],
    whole: { act: 'restore', sandbox: id, snapshot: snapshot.name },
    responseElements: logBefore(id, store),
  } as const
}

/** How far the log of a sandbox goes before it is put back or taken away, to be told in the log of `main`. */
export function logBefore(id: SandboxId, { treeHeads }: Pick<Store, 'treeHeads'>): Json {
  const head = treeHeads().find(({ sandbox }) => sandbox === id)
  return { id, logBefore: head ? { events: head.size, rootHash: head.root.toString('base64') } : null }
}

/** A clock that followed the wall clock does so again; one that was moved shows what it showed then, and runs on. */
function clockThen({ clock, createdAt }: SnapshotRow, wall: EpochMillis): ClockState {
  const state: ClockState = JSON.parse(clock)
  if (state.kind === 'frozen' || state.offset === 0) return state
  return { kind: 'running', offset: state.offset - (wall - createdAt) }
}
