import type { EpochMillis, SandboxId } from '#kernel/ids.ts'

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
export interface LoggedUse {
  readonly account: string
  readonly region: string
  readonly resource: string
  readonly seq: number
}

/** One log as it lies in a database. */
export interface LogSource {
  readonly sandbox: SandboxId
  /** Its first and its last event, where it has any. */
  range(): { readonly first: number; readonly last: number } | undefined
  /** When an event was written, by the wall clock; undefined where it is not there. */
  wallTime(seq: number): EpochMillis | undefined
  /** What the counter of the log says. */
  readonly lastSeq: number
  /** In order. */
  segments(): readonly SegmentRoot[]
  /** In order of their size. */
  checkpoints(): readonly string[]
  uses(): readonly LoggedUse[]
}
