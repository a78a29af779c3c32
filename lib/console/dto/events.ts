import type { Trace } from '#policy/explain/trace.ts'
import type { ErrorDto } from './result.ts'

export type OutcomeDto = 'ok' | 'denied' | 'error'

/** One line of the audit log. Times are milliseconds since 1970, in the sandbox's clock. */
export interface EventRowDto {
  readonly seq: number
  readonly eventId: string
  readonly time: number
  readonly eventName: string
  readonly principalArn: string
  readonly outcome: OutcomeDto
  readonly errorCode?: string
  readonly readOnly: boolean
  readonly region: string
  /** `kms.amazonaws.com`. */
  readonly eventSource: string
  readonly sourceIp: string
  /** The name of a user, the session name of a role, or `root`. */
  readonly userName?: string
  readonly accessKeyId?: string
  readonly requestId?: string
  /** The first key it concerns. */
  readonly keyArn?: string
}

export interface EventPageDto {
  readonly events: readonly EventRowDto[]
  /** The log's size when they were read: what comes later has a greater sequence number. */
  readonly size: number
  /** Give it as `before` to get the events behind this page; absent on the last one. */
  readonly older?: number
}

/** A histogram: how many events ended how. Buckets without events are left out. */
export interface EventCountsDto {
  /** How long each bucket is, in milliseconds. */
  readonly bucket: number
  /** Where the time that was counted begins; with its first event, where no time was asked for. Absent without any. */
  readonly from?: number
  readonly to: number
  /** `at` is the first millisecond of a bucket. */
  readonly counts: readonly {
    readonly at: number
    readonly ok: number
    readonly denied: number
    readonly error: number
  }[]
}

/** How often and when something was done with a key. */
export interface UsageDto {
  readonly value: string
  readonly count: number
  readonly first: number
  readonly last: number
}

/** What was done with a key, allowed or not, the most frequent first. */
export interface KeyUsageDto {
  /** By the name of the event. */
  readonly events: readonly UsageDto[]
  /** By the ARN of who called. */
  readonly principals: readonly UsageDto[]
}

/**
 * What `GET /api/console/tail` tells by server-sent events: `events` come as `EventRowDto[]`, the oldest first, and
 * `passed-over` as this: sequence numbers among which not all events are told, because there were too many; ask for
 * them by `after` and `before`. `end` is the last, when the session or the server ends.
 */
export interface PassedOverDto {
  readonly from: number
  readonly to: number
}

export interface EventDto extends EventRowDto {
  readonly userAgent: string
  readonly errorMessage?: string
  /** The CloudTrail record, indented JSON. */
  readonly record: string
  /** How many decisions were made for it. */
  readonly checks: number
}

/** One event of an export. */
export interface ExportedEventDto {
  readonly row: EventRowDto
  readonly userAgent: string
  /** The CloudTrail record. */
  readonly record: object
}

/** Everything that was looked at for a call: one trace for each of its checks, in order. */
export interface WhyDto {
  readonly traces: readonly Trace[]
}

/** What shows that an event is in the log that was signed, in the form that `keystead prove` prints. */
export interface ProofDto {
  readonly checkpoint: string
  readonly event: string
  readonly index: number
  /** Base64, from the leaf's sibling up. */
  readonly inclusion: readonly string[]
}

/** The log is signed each second: an event of this moment has to wait for that. */
export type ProofAnswerDto = { readonly proof: ProofDto; readonly publicKey: string } | { readonly proof: undefined }

/** What a check of the whole log came to, as `keystead verify` says it. */
export interface LogCheckDto {
  readonly at: number
  readonly verdict: 'sound' | 'tampered' | 'cut' | 'unreadable'
  readonly lines: readonly string[]
}

/** What `POST /api/console/verify` tells, a line of JSON each. */
export type LogCheckMessage =
  | { readonly kind: 'progress'; readonly read: number; readonly all: number }
  | { readonly kind: 'done'; readonly check: LogCheckDto }
  | { readonly kind: 'failed'; readonly error: ErrorDto }
