import type { Envelope, RowDigest } from '../event.ts'
import { leafHash, type Peak, Tree } from '../merkle.ts'
import { KEYSTEAD } from '../system-event.ts'
import { wrongColumns } from './columns.ts'
import type { LoggedEvent, LoggedUse } from './source.ts'

/** A part of a log that is read on its own: from the beginning of a segment to before the beginning of another. */
export interface Part {
  readonly first: number
  /** The last event of the part, where the log has so many. */
  readonly last: number
  /** Sizes of the log within the part that something speaks of. */
  readonly sizes: readonly number[]
}

/** Digests of rows as an event tells them; `carried` from events that are pruned, where it is of an older state. */
export interface ToldRows {
  readonly seq: number
  readonly rows: readonly RowDigest[]
  readonly carried: boolean
}

/** What a part says of the tree, up to its first event that is not as it was written. */
export interface PartFindings {
  readonly fault?: { readonly seq: number; readonly reason: string }
  /** The last event that was read and is sound. */
  readonly end: number
  readonly segments: readonly (readonly [segment: number, root: Uint8Array])[]
  /** Of the sizes that were asked for, and of the end: what the tree has beyond its last whole segment. */
  readonly within: ReadonlyMap<number, readonly Peak[]>
  /** What its events say of rows, in order. */
  readonly rows: readonly ToldRows[]
  readonly uses: readonly LoggedUse[]
  /** The last event that its events say was pruned. */
  readonly prunedThrough: number
}

/** How many events a segment has, see lib/store/prisma/append.ts. */
export const SEGMENT_LEVEL = 9
export const SEGMENT = 2 ** SEGMENT_LEVEL

/** Reads a part and checks each of its events by itself. */
export function readPart(events: Iterable<LoggedEvent>, { first, last, sizes }: Part): PartFindings {
  const asked = new Set(sizes)
  const segments: [number, Uint8Array][] = []
  const within = new Map<number, readonly Peak[]>()
  const rows: ToldRows[] = []
  const uses = new Map<string, LoggedUse>()
  let prunedThrough = 0
  let tree = Tree.empty
  let end = first - 1
  let fault: PartFindings['fault']
  for (const event of events) {
    if (event.seq > last) break
    const checked = check(event, end + 1)
    if ('reason' in checked) {
      fault = checked
      break
    }
    const { leaf, envelope } = checked
    end = event.seq
    tree = tree.append(leaf)
    if (tree.size === SEGMENT) {
      segments.push([end / SEGMENT - 1, tree.root()])
      tree = Tree.empty
    }
    if (asked.has(end)) within.set(end, tree.peaks)
    if (envelope.rows) rows.push({ seq: end, rows: envelope.rows, carried: isPruning(envelope) })
    if (event.keyUse)
      for (const use of usesOf(event)) uses.set(JSON.stringify([use.account, use.region, use.resource]), use)
    prunedThrough = Math.max(prunedThrough, pruned(envelope))
  }
  within.set(end, tree.peaks)
  return { ...(fault && { fault }), end, segments, within, rows, uses: [...uses.values()], prunedThrough }
}

type Checked = { readonly leaf: Buffer; readonly envelope: Envelope } | NonNullable<PartFindings['fault']>

function check(event: LoggedEvent, seq: number): Checked {
  if (event.seq !== seq) return { seq, reason: `the event is missing: event ${event.seq} stands in its place` }
  const leaf = leafHash(event.text)
  if (!leaf.equals(event.leaf)) return { seq, reason: 'its text is not the one that was hashed when it was written' }
  const envelope = parse(event.text)
  if (!envelope) return { seq, reason: 'its text is no envelope' }
  if (envelope.seq !== seq) return { seq, reason: `it was written as event ${envelope.seq}` }
  const wrong = wrongColumns(event, envelope)
  if (wrong.length === 0) return { leaf, envelope }
  return { seq, reason: `the database finds it by another ${wrong.join(', ')} than its text says` }
}

/** The text may be anything: who edits it can hash it too, and is found by the next checkpoint only. */
function parse(text: string): Envelope | undefined {
  try {
    const envelope: unknown = JSON.parse(text)
    const isEnvelope = typeof envelope === 'object' && envelope && 'record' in envelope && envelope.record
    return isEnvelope ? (envelope as Envelope) : undefined
  } catch {
    return undefined
  }
}

function usesOf({ account, region, resources, seq }: LoggedEvent): LoggedUse[] {
  return resources.map((resource) => ({ account, region, resource, seq }))
}

function isPruning({ record }: Envelope): boolean {
  return record.eventName === 'PruneAuditLog' && record.eventSource === KEYSTEAD
}

function pruned(envelope: Envelope): number {
  const details = isPruning(envelope) ? envelope.record.serviceEventDetails : undefined
  return Number(typeof details === 'object' && details && 'throughEvent' in details ? details.throughEvent : 0)
}
