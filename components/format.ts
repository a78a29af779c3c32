import { UTC, wallOf } from './time-zone.ts'

export { keyTypeOf as keyTypeText } from '#model/key-type.ts'

const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** `2026-11-23`. */
export function day(time: number, zone = UTC): string {
  const wall = wallOf(time, zone)
  return `${wall.year}-${wall.month}-${wall.day}`
}

/** `2026-11-23 14:20:00Z`; in another zone `2026-11-23 15:20:00 +01:00`. */
export function instant(time: number, zone = UTC): string {
  const { year, month, day, clock, offset } = wallOf(time, zone)
  return `${year}-${month}-${day} ${clock}${offset}`
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** `4 Mar 2027`. */
export function longDay(time: number, zone = UTC): string {
  const { year, month, day } = wallOf(time, zone)
  return `${Number(day)} ${monthName(Number(month) - 1)} ${year}`
}

/** The month's short name, from 0. */
export function monthName(month: number): string {
  return MONTHS[month] ?? ''
}

/** `14:20:00` and `.123`. */
export function clockParts(time: number, zone = UTC): readonly [string, string] {
  const fraction = new Date(time).toISOString().slice(-5, -1)
  return [wallOf(time, zone).clock, fraction]
}

/** A span of time by its largest unit: `4 s`, `3 min`, `5 h`, `12 d`. */
export function span(milliseconds: number): string {
  const size = Math.abs(milliseconds)
  if (size < MINUTE) return `${Math.floor(size / SECOND)} s`
  if (size < HOUR) return `${Math.floor(size / MINUTE)} min`
  if (size < DAY) return `${Math.floor(size / HOUR)} h`
  return `${Math.floor(size / DAY)} d`
}

/** `in 12 d` for what is to come, `12 d ago` for what was. A clock that shows seconds may be one behind what just was. */
export function relative(time: number, now: number): string {
  return time >= now + SECOND ? `in ${span(time - now)}` : `${span(now - time)} ago`
}

/** Whole days until a time, at least 0. */
export function daysUntil(time: number, now: number): number {
  return Math.max(0, Math.ceil((time - now) / DAY))
}

/** `7f3a91c2…aa90`; a key id of another form in the same manner. */
export function shortId(id: string): string {
  const head = id.startsWith('mrk-') ? 12 : 8
  return id.length > head + 5 ? `${id.slice(0, head)}…${id.slice(-4)}` : id
}

/** `c41f…09de`: a key material id, which is long and has no parts. */
export function shortMaterial(id: string): string {
  return `${id.slice(0, 4)}…${id.slice(-4)}`
}

/** An alias without its prefix. */
export function aliasText(name: string): string {
  return name.replace(/^alias\//, '')
}

/** The key id at the end of a key ARN. */
export function keyIdOf(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1)
}

/** Kind and name of a principal: `role/` and `payments-api`; the root user has no kind. */
export function principalParts(arn: string): readonly [string, string] {
  const resource = arn.split(':').slice(5).join(':')
  if (resource === '') return ['', arn]
  if (resource === 'root') return ['', 'root']
  const [kind = '', ...names] = resource.split('/')
  if (kind === 'assumed-role') return ['role/', names[0] ?? '']
  return [names.length > 0 ? `${kind}/` : '', names.at(-1) ?? kind]
}

const USAGES: Readonly<Record<string, string>> = {
  ENCRYPT_DECRYPT: 'Encrypt, decrypt',
  SIGN_VERIFY: 'Sign, verify',
  GENERATE_VERIFY_MAC: 'Generate MAC',
  KEY_AGREEMENT: 'Key agreement',
  ENCAPSULATE_DECAPSULATE: 'Key encapsulation',
}

export function usageText(usage: string): string {
  return USAGES[usage] ?? usage
}

const ORIGINS: Readonly<Record<string, string>> = {
  AWS_KMS: 'Made here',
  EXTERNAL: 'Imported',
  AWS_CLOUDHSM: 'CloudHSM key store, simulated',
  EXTERNAL_KEY_STORE: 'External key store',
}

export function originText(origin: string): string {
  return ORIGINS[origin] ?? origin
}

const REGIONALITIES: Readonly<Record<string, string>> = {
  SINGLE: 'Single Region',
  PRIMARY: 'Multi-Region primary',
  REPLICA: 'Multi-Region replica',
}

export function regionalityText(regionality: string): string {
  return REGIONALITIES[regionality] ?? regionality
}

/** `PendingDeletion` as `Pending deletion`. */
export function stateText(state: string): string {
  const words = state.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase()
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** `12,345`. */
export function count(value: number): string {
  return value.toLocaleString('en-US')
}

/** `1 key`, `2 keys`; `many` where an s does not make the plural. */
export function plural(value: number, noun: string, many = `${noun}s`): string {
  return `${count(value)} ${value === 1 ? noun : many}`
}
