import type { Envelope, RowDigest } from '../event.ts'
import { leafHash, type Peak, Tree } from '../merkle.ts'
import { SEGMENT } from '../segment.ts'
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

/** Digests of rows as an event tells them. */
export interface ToldRows {
  readonly seq: number
  readonly rows: readonly RowDigest[]
  /** Of digests that are carried on from pruned events: the last of those. Any later event knows better. */
  readonly carriedThrough?: number
}

/** What a part says of the tree, up to its first event that is not as it was written. */
export interface PartFindings {
  readonly fault?: { readonly seq: number; readonly reason: string }
  /** The last event that was read and is sound. */
  readonly end: number
  readonly segments: readonly ReadSegment[]
  /** Of the sizes that were asked for, and of the end: what the tree has beyond its last whole segment. */
  readonly within: ReadonlyMap<number, readonly Peak[]>
  /** What its events say of rows, in order. */
  readonly rows: readonly ToldRows[]
  readonly uses: readonly LoggedUse[]
  /** The event that says most was pruned, and through which event. */
  readonly pruning?: { readonly seq: number; readonly through: number }
}

export interface ReadSegment {
  readonly segment: number
  readonly root: Uint8Array
  /** When the youngest of its events was written, by the wall clock. */
  readonly latest: number
}

/** Reads a part and checks each of its events by itself. */
export function readPart(events: Iterable<LoggedEvent>, { first, last, sizes }: Part): PartFindings {
  const asked = new Set(sizes)
  const segments: ReadSegment[] = []
  const within = new Map<number, readonly Peak[]>()
  const rows: ToldRows[] = []
  const uses = new Map<string, LoggedUse>()
  let pruning: PartFindings['pruning']
  let tree = Tree.empty
  let latest = 0
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
    latest = Math.max(latest, event.wallTime)
    if (tree.size === SEGMENT) {
      segments.push({ segment: end / SEGMENT - 1, root: tree.root(), latest })
      tree = Tree.empty
      latest = 0
    }
    if (asked.has(end)) within.set(end, tree.peaks)
    const through = prunedThrough(envelope)
    if (through > (pruning?.through ?? 0)) pruning = { seq: end, through }
    if (envelope.rows) rows.push({ seq: end, rows: envelope.rows, ...(through > 0 && { carriedThrough: through }) })
    if (event.keyUse)
      for (const use of usesOf(event)) uses.set(JSON.stringify([use.account, use.region, use.resource]), use)
  }
  within.set(end, tree.peaks)
  return { ...(fault && { fault }), end, segments, within, rows, uses: [...uses.values()], ...(pruning && { pruning }) }
}

type Checked = { readonly leaf: Buffer; readonly envelope: Envelope } | NonNullable<PartFindings['fault']>

function check(event: LoggedEvent, seq: number): Checked {
  if (event.seq !== seq) return { seq, reason: `the event is missing: event ${event.seq} stands in its place` }
  const leaf = leafHash(event.text)
  if (!leaf.equals(event.leaf)) return { seq, reason: 'its text is not the one that was hashed when it was written' }
  const envelope = parse(event.text)
  if (!envelope) return { seq, reason: 'its text is no envelope' }
  if (envelope.seq !== seq) return { seq, reason: `it was written as event ${envelope.seq}` }
  const wrong = wrongIn(event, envelope)
  if (wrong.length === 0) return { leaf, envelope }
  return { seq, reason: `the database finds it by another ${wrong.join(', ')} than its text says` }
}

/** A record that is none, as only a forger writes it, agrees with no columns. */
function wrongIn(event: LoggedEvent, envelope: Envelope): readonly string[] {
  try {
    return wrongColumns(event, envelope)
  } catch (error) {
    if (error instanceof TypeError) return ['record']
    throw error
  }
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

function usesOf(event: LoggedEvent): LoggedUse[] {
  const { sandbox, account, region, seq, eventId, requestId, eventTime, eventName, principal } = event
  const use = { sandbox, account, region, seq, eventId, requestId, eventTime, eventName, principal }
  return event.resources.map((resource) => ({ ...use, resource }))
}

function prunedThrough({ record }: Envelope): number {
  if (record.eventName !== 'PruneAuditLog' || record.eventSource !== KEYSTEAD) return 0
  const details = record.serviceEventDetails
  return Number(typeof details === 'object' && details && 'throughEvent' in details ? details.throughEvent : 0)
}
