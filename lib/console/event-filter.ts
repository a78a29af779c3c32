import type { EpochMillis } from '#kernel/ids.ts'
import type { EventAttribute, EventFilter, EventQuery, EventSelection } from '#kms/ports.ts'

type Selected = Omit<EventSelection, 'sandbox' | 'account'>
type Filter = Omit<EventQuery, 'sandbox' | 'account'>

const [MINUTE, HOUR, DAY] = [60_000, 3_600_000, 86_400_000]

/** Time ranges that the address may name, in milliseconds back from now. */
const RANGES: ReadonlyMap<string, number> = new Map([
  ['15m', 15 * MINUTE],
  ['1h', HOUR],
  ['24h', DAY],
  ['7d', 7 * DAY],
  ['30d', 30 * DAY],
])

/**
 * What the address calls the attributes. A name that stands more than once asks for any of its values; with a `!`
 * behind it, as in `event!=Decrypt`, for all events but those.
 */
const ATTRIBUTES: readonly (readonly [name: string, attribute: EventAttribute])[] = [
  ['event', 'eventName'],
  ['source', 'eventSource'],
  ['principal', 'principal'],
  ['user', 'userName'],
  ['accessKey', 'accessKeyId'],
  ['key', 'key'],
  ['alias', 'alias'],
  ['resource', 'resource'],
  ['error', 'errorCode'],
  ['outcome', 'outcome'],
  ['readOnly', 'readOnly'],
  ['ip', 'sourceIp'],
  ['eventId', 'eventId'],
  ['requestId', 'requestId'],
]

/** What attributes may be, where that is known; other values count as not there. */
const KNOWN: { readonly [A in EventAttribute]?: readonly string[] } = {
  outcome: ['ok', 'denied', 'error'],
  readOnly: ['true', 'false'],
}

/** What programs do with keys all day long: AWS counts it as reading. */
const CRYPTO_READS: readonly string[] = [
  'Decapsulate',
  'Decrypt',
  'DeriveSharedSecret',
  'Encapsulate',
  'Encrypt',
  'GenerateDataKey',
  'GenerateDataKeyPair',
  'GenerateDataKeyPairWithoutPlaintext',
  'GenerateDataKeyWithoutPlaintext',
  'GenerateMac',
  'GenerateRandom',
  'ReEncrypt',
  'Sign',
  'Verify',
  'VerifyMac',
]

/** What looking at the console leaves in the log, beside the calls of AWS's operations that it makes. */
const OWN_READS: readonly string[] = [
  'ExplainDecision',
  'GetAccountAuthorizationDetails',
  'GetAccountCost',
  'GetKeyStoreHealth',
  'ListGrantInventory',
  'ListKeyFamilies',
  'ListKeyInventory',
  'LookupEvents',
  'ReplayEvents',
]

/** How many events a page shows; one more is asked for, to know whether there are older ones. */
export const EVENTS_A_PAGE = 100

/** Reads from an address which events of the audit log are meant; what it does not understand counts as not there. */
export function parseEventFilter(params: URLSearchParams, now: EpochMillis, region: string): Filter {
  return {
    ...parseSelection(params, now, region),
    ...place('before', params),
    ...place('after', params),
    limit: EVENTS_A_PAGE + 1,
  }
}

/**
 * The events of the Region, of those that `region` names, or with `regions=all` of all. Times are `from` and `to`, in
 * milliseconds since 1970 or as ISO 8601 writes them, or a `range` back from now.
 */
export function parseSelection(params: URLSearchParams, now: EpochMillis, region: string): Selected {
  const named = filter(params, 'region', 'region')
  const here = params.get('regions') === 'all' || named ? named : is('region', region)
  const filters = [
    here,
    ...ATTRIBUTES.flatMap(([name, attribute]) => [
      filter(params, name, attribute),
      filter(params, `${name}!`, attribute),
    ]),
    params.get('reads') === 'hide' ? is('readOnly', 'false') : undefined,
    params.get('crypto') === 'hide' ? isNot('eventName', CRYPTO_READS) : undefined,
    params.get('crypto') === 'only' ? is('eventName', ...CRYPTO_READS) : undefined,
    params.get('own') === 'hide' && !isAskedFor(params) ? isNot('eventName', OWN_READS) : undefined,
  ]
  const text = params.get('text')?.trim()
  const back = RANGES.get(params.get('range') ?? '')
  return {
    filters: filters.filter((each) => each !== undefined),
    ...(text ? { text } : {}),
    ...(back === undefined ? {} : { from: (now - back) as EpochMillis }),
    ...time('from', params),
    ...time('to', params),
  }
}

/** Whether what looking at the console leaves is asked for by its name, or as part of a request. */
function isAskedFor(params: URLSearchParams): boolean {
  return params.has('requestId') || params.getAll('event').some((name) => OWN_READS.includes(name))
}

/** A sequence number that the address names. */
export function place<N extends string>(name: N, params: URLSearchParams): { readonly [K in N]?: number } {
  const number = Number(params.get(name))
  return Number.isSafeInteger(number) && number > 0 ? ({ [name]: number } as { readonly [K in N]: number }) : {}
}

function isNot(attribute: EventAttribute, values: readonly string[]): EventFilter {
  return { attribute, values, not: true }
}

function is(attribute: EventAttribute, ...values: readonly string[]): EventFilter {
  return { attribute, values }
}

function filter(params: URLSearchParams, name: string, attribute: EventAttribute): EventFilter | undefined {
  const values = params.getAll(name).filter((value) => value !== '' && (KNOWN[attribute]?.includes(value) ?? true))
  if (values.length === 0) return undefined
  return { attribute, values, ...(name.endsWith('!') && { not: true }) }
}

function time(name: 'from' | 'to', params: URLSearchParams): { readonly [K in typeof name]?: EpochMillis } {
  const value = params.get(name) ?? ''
  const millis = /^\d{1,15}$/.test(value) ? Number(value) : Date.parse(value)
  return Number.isNaN(millis) ? {} : { [name]: millis as EpochMillis }
}
