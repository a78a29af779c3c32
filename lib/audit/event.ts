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
  readonly wallTime: EpochMillis
}

/** The stored form: `{v, seq, record, decisions, wallTime}`, canonical JSON text, kept verbatim. */
export interface Envelope {
  readonly v: 1
  readonly seq: number
  readonly record: CloudTrailRecord
  readonly decisions: readonly unknown[]
  readonly wallTime: string
}

/** An event as it is read back. `text` is the envelope's JSON, byte for byte as it was written. */
export interface AuditEvent extends Omit<EventDraft, 'record' | 'decisions'> {
  readonly seq: number
  readonly text: string
}
