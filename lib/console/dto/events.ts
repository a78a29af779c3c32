import type { Trace } from '#policy/explain/trace.ts'

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
  /** The first key it concerns. */
  readonly keyArn?: string
}

export interface EventPageDto {
  readonly events: readonly EventRowDto[]
  /** Give it as `before` to get the events behind this page; absent on the last one. */
  readonly older?: number
}

/** A histogram: how many events ended how. Buckets without events are left out. */
export interface EventCountsDto {
  /** How long each bucket is, in milliseconds. */
  readonly bucket: number
  /** Absent when all of the log was counted. */
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
  readonly requestId?: string
  readonly sourceIp: string
  readonly userAgent: string
  readonly errorMessage?: string
  /** The CloudTrail record, indented JSON. */
  readonly record: string
  /** How many decisions were made for it. */
  readonly checks: number
}

/** Everything that was looked at for a call: one trace for each of its checks, in order. */
export interface WhyDto {
  readonly traces: readonly Trace[]
}
