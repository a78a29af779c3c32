import type { DraftText } from '#audit/canonical.ts'
import { draftText } from '#audit/canonical.ts'
import type { EventDraft, RowDigest } from '#audit/event.ts'
import type { Write } from '#kms/domain/writes.ts'
import type { Pruning, Transaction, WholeSandbox } from '#kms/ports.ts'
import type { StoreErrorCode } from '../errors.ts'
import type { Answer } from '../plan.ts'
import { rowsByEvent } from '../row-digests.ts'

/** What the writer's thread is started with. */
export interface WriterData {
  readonly file: string
}

/** An event on its way to the writer's thread: strings, because they cross threads faster than objects. */
export interface PackedEvent {
  readonly sandbox: string
  readonly account: string
  readonly region: string
  /** JSON of the columns between `segment` and `text`, without the brackets. */
  readonly columns: string
  readonly text: DraftText
  /** The keys whose last use this is. */
  readonly uses: readonly string[]
}

export interface PackedTransaction {
  readonly writes: readonly Write[]
  readonly events: readonly PackedEvent[]
  readonly prunes?: Pruning
  readonly whole?: WholeSandbox
}

export type WriterRequest =
  | { readonly kind: 'write'; readonly batch: readonly PackedTransaction[] }
  | { readonly kind: 'close' }

/** A log's head as it crosses threads. */
export interface PackedHead {
  readonly sandbox: string
  readonly size: number
  /** Hexadecimal. */
  readonly root: string
}

/** What became of a batch. */
export interface Written {
  /** One for each transaction. */
  readonly answers: readonly Answer[]
  /** Of the logs that grew. */
  readonly heads: readonly PackedHead[]
}

export type WriterReply =
  | { readonly kind: 'ready'; readonly heads: readonly PackedHead[] }
  | ({ readonly kind: 'written' } & Written)
  | { readonly kind: 'failed'; readonly code: StoreErrorCode; readonly message: string }

/** What the writer's thread tells without being asked. */
export interface WriterNotice {
  readonly kind: 'damaged'
  readonly message: string
}

/** The first event that a transaction has in a log tells of the rows that it changes. */
export function pack({ writes, events, carried = [], prunes, whole }: Transaction): PackedTransaction {
  const told = rowsByEvent(writes, events, carried)
  return {
    writes: writes.map(detached),
    events: events.map((event, index) => packEvent(event, told[index])),
    ...(prunes && { prunes }),
    ...(whole && { whole }),
  }
}

/** A small Buffer shares its memory with others, which would cross with it: bytes get memory of their own. */
function detached(write: Write): Write {
  if (write.act !== 'put' || !Object.values(write.row).some((value) => value instanceof Uint8Array)) return write
  const members = Object.entries(write.row).map(([name, value]) => [
    name,
    value instanceof Uint8Array ? Uint8Array.from(value) : value,
  ])
  return { ...write, row: Object.fromEntries(members) } as Write
}

function packEvent(draft: EventDraft, rows: readonly RowDigest[] = []): PackedEvent {
  const [resource1 = null, resource2 = null, ...more] = draft.resources
  const columns = [
    draft.eventId,
    draft.requestId,
    draft.eventTime,
    draft.wallTime,
    draft.eventName,
    draft.principal,
    draft.readOnly,
    draft.outcome,
    draft.keyUse,
    resource1,
    resource2,
    more.length > 0 ? JSON.stringify(more) : null,
  ]
  return {
    sandbox: draft.sandbox,
    account: draft.account,
    region: draft.region,
    columns: JSON.stringify(columns).slice(1, -1),
    text: draftText(draft, rows),
    uses: draft.keyUse ? draft.resources : [],
  }
}
