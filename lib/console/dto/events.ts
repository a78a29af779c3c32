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
