import type { EventRowDto } from '#console/dto/events.ts'

/** What a line of the list may tell beside its time and its event. */
export type ColumnName =
  | 'principal'
  | 'key'
  | 'outcome'
  | 'errorCode'
  | 'region'
  | 'sourceIp'
  | 'userName'
  | 'accessKeyId'
  | 'eventSource'
  | 'requestId'

export interface Column {
  readonly name: ColumnName
  readonly label: string
  /** Where the cell is nothing but a text. */
  readonly text?: (event: EventRowDto) => string | undefined
  readonly mono?: boolean
}

/** In the order in which they stand. */
export const COLUMNS: readonly Column[] = [
  { name: 'principal', label: 'Principal' },
  { name: 'key', label: 'Key' },
  { name: 'region', label: 'Region', text: (event) => event.region, mono: true },
  { name: 'eventSource', label: 'Service', text: (event) => event.eventSource, mono: true },
  { name: 'sourceIp', label: 'Source IP', text: (event) => event.sourceIp, mono: true },
  { name: 'userName', label: 'User', text: (event) => event.userName },
  { name: 'accessKeyId', label: 'Access key', text: (event) => event.accessKeyId, mono: true },
  { name: 'requestId', label: 'Request id', text: (event) => event.requestId, mono: true },
  { name: 'outcome', label: 'Outcome' },
  { name: 'errorCode', label: 'Error code', text: (event) => event.errorCode, mono: true },
]

export const USUAL: readonly ColumnName[] = ['principal', 'key', 'outcome']

/** The columns that a text names, as the address and the browser keep it; undefined when it names none. */
export function parseColumns(text: string | null): readonly ColumnName[] | undefined {
  if (text === null) return undefined
  const asked = text.split(',')
  const named = COLUMNS.map(({ name }) => name).filter((name) => asked.includes(name))
  return named.length > 0 ? named : undefined
}
