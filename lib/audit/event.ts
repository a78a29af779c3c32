import type { AccountId, EpochMillis, Region, RequestId, SandboxId } from '#kernel/ids.ts'
import type { CloudTrailRecord } from './record.ts'

/** How the call ended, for filters and colours. */
export type Outcome = 'ok' | 'denied' | 'error'

/** An event before it has a place in the log. */
export interface EventDraft {
  readonly sandbox: SandboxId
  /** The account and Region whose log it belongs to. */
  readonly account: AccountId
  readonly region: Region
  readonly eventId: string
  readonly requestId: RequestId | null
  readonly eventTime: EpochMillis
  readonly eventName: string
  readonly principal: string
  readonly readOnly: boolean
  readonly outcome: Outcome
  /** ARNs of the keys it concerns; the log finds events by the first two. */
  readonly resources: readonly string[]
  /** Whether key material was used with success: what "last used" means. */
  readonly keyUse: boolean
  readonly record: CloudTrailRecord
  /** References to what decided, one for each check that was made. */
  readonly decisions: readonly unknown[]
  /** With the deletion of a key only. */
  readonly lifetime?: KeyLifetime
  readonly wallTime: EpochMillis
}

/** Of a key, what its event DeleteKey keeps: once its rows are gone, and older events may be, nothing else tells it. */
export interface KeyLifetime {
  readonly createdAt: EpochMillis
  /** Its material is in a custom key store. */
  readonly inKeyStore: boolean
  readonly multiRegion: boolean
  /** When each further material became the current one, in order; of a replica also those before its own time. */
  readonly rotations: readonly EpochMillis[]
  readonly spec: string
  /** Since when its deletion is pending, or was, when it is gone. */
  readonly waitingSince?: EpochMillis
}

/** What a row was changed to by the transaction of an event. */
export interface RowDigest {
  readonly table: string
  /** The values of the columns that identify it. */
  readonly key: readonly (string | number)[]
  /** See `./row-digest.ts`; null when the row was taken away. */
  readonly sha256: string | null
}

/** What the log's columns say that does not stand in the record. */
export type EventFacts = Pick<EventDraft, 'principal' | 'outcome' | 'keyUse' | 'eventTime'>

/** The stored form: canonical JSON text, kept verbatim, whose hash is the event's leaf in the log's tree. */
export interface Envelope {
  /** Of version 1, which had neither facts nor rows, there are only older events. */
  readonly v: 1 | 2
  readonly seq: number
  readonly record: CloudTrailRecord
  readonly decisions: readonly unknown[]
  readonly facts?: EventFacts
  /** With DeleteKey; older events of version 2 lack it. */
  readonly lifetime?: KeyLifetime
  /** The rows that its transaction changed; only with the first event of a transaction that changed any. */
  readonly rows?: readonly RowDigest[]
  readonly wallTime: string
}

/** An event as it is read back. `text` is the envelope's JSON, byte for byte as it was written. */
export interface AuditEvent extends Omit<EventDraft, 'record' | 'decisions' | 'lifetime'> {
  readonly seq: number
  readonly text: string
}

/** The newest event that used a key, as far as it is told when the event itself was pruned. */
export type KeyUse = Pick<AuditEvent, 'seq' | 'eventId' | 'requestId' | 'eventTime' | 'eventName' | 'principal'>
