import type { EpochMillis, SandboxId } from '#kernel/ids.ts'
import type { Part, PartFindings } from './read-part.ts'

/** An event as it lies in a database, with every column that finds it. Nothing of it is trusted. */
export interface LoggedEvent {
  readonly sandbox: string
  readonly seq: number
  readonly account: string
  readonly region: string
  readonly eventId: string
  readonly requestId: string | null
  readonly eventTime: number
  readonly wallTime: number
  readonly eventName: string
  readonly principal: string
  readonly readOnly: boolean
  readonly outcome: string
  readonly keyUse: boolean
  readonly resources: readonly string[]
  readonly text: string
  readonly leaf: Uint8Array
  /** Whether its segment is the one that its place belongs to. */
  readonly isInItsSegment: boolean
}

export interface SegmentRoot {
  readonly segment: number
  readonly root: Uint8Array
}

/** The newest event that used a key, as the database says. */
export interface LoggedUse
  extends Pick<
    LoggedEvent,
    'sandbox' | 'account' | 'region' | 'seq' | 'eventId' | 'eventTime' | 'eventName' | 'principal'
  > {
  readonly resource: string
  readonly requestId: string | null
}

/** One log as it lies in a database. */
export interface LogSource {
  readonly sandbox: SandboxId
  /** Its first and its last event, where it has any. */
  range(): { readonly first: number; readonly last: number } | undefined
  /** When an event was written, by the wall clock; undefined where it is not there. */
  wallTime(seq: number): EpochMillis | undefined
  /** How many events there are behind one of them, and in how many different seconds they were written. */
  tail(after: number): { readonly events: number; readonly seconds: number }
  /** What the counter of the log says; -1 where that is no number. */
  readonly lastSeq: number
  /** In order. */
  segments(): readonly SegmentRoot[]
  /** In order of their size. */
  checkpoints(): readonly string[]
  uses(): readonly LoggedUse[]
  /** Reads a part here and now. */
  read(part: Part): PartFindings
}
