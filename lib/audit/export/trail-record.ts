import { type EpochMillis, isAccountId, isRegion } from '#kernel/ids.ts'
import { canonicalJson } from '../canonical.ts'
import { ExportError } from './export-error.ts'
import type { TrailPlace } from './layout.ts'

/** An event as the log keeps it: the envelope's text as it was hashed. */
export interface LoggedEvent {
  readonly seq: number
  readonly text: string
}

/** What an export needs of an event. */
export interface TrailRecord {
  readonly place: TrailPlace
  /** The record's JSON, byte for byte as it stands in the log. */
  readonly text: string
  readonly eventTime: string
  /** When it was written, by the wall clock. */
  readonly time: EpochMillis
}

type Member = 'recipientAccountId' | 'awsRegion' | 'eventTime'
const EVENT_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/

/**
 * Everything is taken from the text, which the log's tree proves, and nothing from the columns beside it. Throws
 * ExportError where the text is no event.
 */
export function trailRecord({ seq, text }: LoggedEvent): TrailRecord {
  const { record, wallTime } = parse(text) ?? {}
  const [account, region, eventTime] = [
    member(record, 'recipientAccountId'),
    member(record, 'awsRegion'),
    member(record, 'eventTime'),
  ]
  const time = Date.parse(String(wallTime))
  const recordText = record === undefined ? '' : canonicalJson(record)
  const isWhole = EVENT_TIME.test(eventTime) && !Number.isNaN(time) && text.includes(`"record":${recordText}`)
  if (!isWhole || !isAccountId(account) || !isRegion(region)) {
    throw new ExportError(`Event ${seq} of the log is damaged and cannot be exported. Run: npx keystead verify`)
  }
  return { place: { account, region }, text: recordText, eventTime, time: time as EpochMillis }
}

function member(record: unknown, name: Member): string {
  const value: unknown = typeof record === 'object' && record !== null ? Reflect.get(record, name) : undefined
  return typeof value === 'string' ? value : ''
}

function parse(text: string): { readonly record?: unknown; readonly wallTime?: unknown } | undefined {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
