import type { ExportedEventDto } from '#console/dto/events.ts'
import { csvLine } from './csv.ts'

export type Format = 'csv' | 'json'

/** How events become a file, part by part. */
export interface EventFile {
  readonly type: string
  readonly head: string
  readonly foot: string
  /** `isFirst`: nothing stands before it but the head. */
  part(events: readonly ExportedEventDto[], isFirst: boolean): string
}

const COLUMNS: readonly (readonly [
  name: string,
  of: (event: ExportedEventDto) => string | number | boolean | undefined,
])[] = [
  ['sequence', ({ row }) => row.seq],
  ['time', ({ row }) => new Date(row.time).toISOString()],
  ['event', ({ row }) => row.eventName],
  ['service', ({ row }) => row.eventSource],
  ['region', ({ row }) => row.region],
  ['principal', ({ row }) => row.principalArn],
  ['user', ({ row }) => row.userName],
  ['access key', ({ row }) => row.accessKeyId],
  ['key', ({ row }) => row.keyArn],
  ['outcome', ({ row }) => row.outcome],
  ['error', ({ row }) => row.errorCode],
  ['error message', ({ record }) => memberOf(record, 'errorMessage')],
  ['read-only', ({ row }) => row.readOnly],
  ['source IP', ({ row }) => row.sourceIp],
  ['user agent', ({ userAgent }) => userAgent],
  ['request id', ({ row }) => row.requestId],
  ['event id', ({ row }) => row.eventId],
  ['request parameters', ({ record }) => memberOf(record, 'requestParameters')],
]

function memberOf(record: object, name: string): string | undefined {
  const value: unknown = Reflect.get(record, name)
  if (value === undefined || value === null) return undefined
  return typeof value === 'string' ? value : JSON.stringify(value)
}

export const FILES: Readonly<Record<Format, EventFile>> = {
  csv: {
    type: 'text/csv;charset=utf-8',
    // The mark by which spreadsheets know UTF-8.
    head: `\uFEFF${csvLine(COLUMNS.map(([name]) => name))}`,
    foot: '',
    part: (events) => events.map((event) => csvLine(COLUMNS.map(([, of]) => of(event)))).join(''),
  },
  json: {
    type: 'application/json',
    head: '{"Records":[',
    foot: ']}\n',
    part: (events, isFirst) =>
      events.map(({ record }, index) => `${isFirst && index === 0 ? '' : ','}\n${JSON.stringify(record)}`).join(''),
  },
}
