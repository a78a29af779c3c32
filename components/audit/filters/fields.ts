import type { EventRowDto } from '#console/dto/events.ts'
import { EVENT_NAMES } from './event-names.ts'

export interface Choice {
  readonly value: string
  readonly label: string
}

/** Something that events are selected by, or left out by. Its parameter in the address has a `!` behind it for the latter. */
export interface EventField {
  readonly name: string
  readonly label: string
  /** What can be typed; absent where the choices are all there is. */
  readonly placeholder?: string
  readonly choices?: readonly Choice[]
  /** Its values in events that are shown, to choose from. */
  readonly seen?: (event: EventRowDto) => string | undefined
  /** What a value is called, where that is not the value itself. */
  readonly labelOf?: (value: string) => string
}

const same = (value: string): Choice => ({ value, label: value })

export const EVENT_FIELDS: readonly EventField[] = [
  { name: 'event', label: 'Event', placeholder: 'Decrypt', choices: EVENT_NAMES.map(same), seen: (e) => e.eventName },
  {
    name: 'outcome',
    label: 'Outcome',
    choices: [
      { value: 'ok', label: 'OK' },
      { value: 'denied', label: 'Denied' },
      { value: 'error', label: 'Error' },
    ],
  },
  { name: 'resource', label: 'Key', placeholder: 'Key id, ARN, or name of any resource' },
  { name: 'principal', label: 'Principal', placeholder: 'arn:aws:iam::…:role/name', seen: (e) => e.principalArn },
  { name: 'user', label: 'User', placeholder: 'User or session name', seen: (e) => e.userName },
  { name: 'alias', label: 'Alias', placeholder: 'alias/name' },
  { name: 'error', label: 'Error code', placeholder: 'AccessDenied', seen: (e) => e.errorCode },
  { name: 'source', label: 'Service', placeholder: 'kms.amazonaws.com', seen: (e) => e.eventSource },
  { name: 'accessKey', label: 'Access key', placeholder: 'AKIA…', seen: (e) => e.accessKeyId },
  { name: 'ip', label: 'Source IP', placeholder: '10.0.0.1', seen: (e) => e.sourceIp },
  { name: 'region', label: 'Region' },
  {
    name: 'readOnly',
    label: 'Read-only',
    choices: [
      { value: 'true', label: 'true' },
      { value: 'false', label: 'false' },
    ],
  },
  { name: 'key', label: 'Key ARN', placeholder: 'arn:aws:kms:…:key/…' },
  { name: 'requestId', label: 'Request id', placeholder: 'UUID', seen: (e) => e.requestId },
]

/** What of an address selects events, beside the time. */
export const FIELD_PARAMS: readonly string[] = EVENT_FIELDS.flatMap(({ name }) => [name, `${name}!`])

/** The values of a field that can be chosen: those it may have, then those seen, the most frequent first. */
export function choicesOf(field: EventField, rows: readonly EventRowDto[]): readonly Choice[] {
  const counts = new Map<string, number>()
  for (const row of rows) {
    const value = field.seen?.(row)
    if (value !== undefined && value !== '') counts.set(value, (counts.get(value) ?? 0) + 1)
  }
  const seen = [...counts].sort(([, a], [, b]) => b - a).map(([value]) => same(value))
  const known = (field.choices ?? []).filter(({ value }) => !counts.has(value))
  return [...seen, ...known]
}
