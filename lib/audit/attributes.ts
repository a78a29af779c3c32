import type { AccountId, EpochMillis } from '#kernel/ids.ts'
import type { AuditEvent } from './event.ts'
import type { CloudTrailRecord, Json } from './record.ts'
import { userNameOf } from './user-name.ts'

/** What an event is found by. */
export type EventAttribute =
  | 'region'
  | 'eventName'
  | 'eventSource'
  /** An ARN. */
  | 'principal'
  /** What CloudTrail calls Username: the name of a user, the session name of a role, `root`. */
  | 'userName'
  | 'accessKeyId'
  /** ARNs of the keys among the resources. */
  | 'key'
  /** `alias/name`, of a resource or as the request named it. */
  | 'alias'
  | 'errorCode'
  /** `ok`, `denied` or `error`. */
  | 'outcome'
  /** `true` or `false`. */
  | 'readOnly'
  | 'sourceIp'
  | 'eventId'
  | 'requestId'
  /** ARN or name of any resource. */
  | 'resource'

/** Ids are different in nearly every event. */
export type IdAttribute = 'eventId' | 'requestId'
/** What events can be counted by. */
export type GroupAttribute = 'eventName' | 'principal'

export function isIdAttribute(attribute: EventAttribute): attribute is IdAttribute {
  return attribute === 'eventId' || attribute === 'requestId'
}

/** What the log finds an event by. */
export interface EventTraits {
  readonly seq: number
  readonly account: AccountId
  readonly time: EpochMillis
  readonly values: Readonly<Record<EventAttribute, readonly string[]>>
  /** What else free text finds; see `isSearched` for the attributes it finds too. */
  readonly texts: readonly string[]
}

/** Whether free text finds the values of an attribute. */
export function isSearched(attribute: EventAttribute): boolean {
  return !NOT_SEARCHED.has(attribute)
}

/** These are in every event, or have too many values: each has a filter of its own. */
const NOT_SEARCHED: ReadonlySet<EventAttribute> = new Set(['outcome', 'readOnly', 'eventId', 'requestId'])

/** By what an event is found; `record` is the one in its text. Throws for nothing that a record may hold. */
export function traitsOf(event: Omit<AuditEvent, 'text'>, record: CloudTrailRecord): EventTraits {
  const resources = event.resources.map((arn) => arn.toWellFormed())
  const values = {
    region: strings(event.region),
    eventName: strings(event.eventName),
    eventSource: strings(record.eventSource),
    principal: strings(event.principal),
    userName: strings(userNameOf(record)),
    accessKeyId: strings(record.userIdentity.accessKeyId),
    key: distinct(resources.filter(isKeyArn)),
    alias: distinct([...resources.flatMap(aliasIn), ...aliasesNamed(record.requestParameters)]),
    errorCode: strings(record.errorCode),
    outcome: strings(event.outcome),
    readOnly: [String(event.readOnly)],
    sourceIp: strings(record.sourceIPAddress),
    eventId: strings(event.eventId),
    requestId: strings(event.requestId),
    resource: distinct(resources.flatMap((arn) => [arn, nameIn(arn)])),
  }
  return { seq: event.seq, account: event.account, time: event.eventTime, values, texts: textsOf(record) }
}

function distinct(values: readonly string[]): readonly string[] {
  return values.length < 2 ? values : values.filter((value, index) => values.indexOf(value) === index)
}

/** None for what is absent or empty. */
function strings(value: unknown): readonly string[] {
  return typeof value === 'string' && value !== '' ? [value.toWellFormed()] : []
}

const isKeyArn = (arn: string) => arn.includes(':key/')

/** `key/id` is called by its id, `alias/a/b` whole, `user/path/name` by its last part. */
function nameIn(arn: string): string {
  const [alias] = aliasIn(arn)
  return alias ?? arn.slice(arn.lastIndexOf('/') + 1)
}

/** `alias/name` out of an ARN or itself. */
function aliasIn(named: string): readonly string[] {
  if (named.startsWith('alias/')) return [named]
  const at = named.indexOf(':alias/')
  return at < 0 ? [] : [named.slice(at + 1)]
}

/** Members of request parameters that may name a key by an alias. */
const NAMING = ['aliasName', 'keyId', 'sourceKeyId', 'destinationKeyId', 'targetKeyId'] as const

function aliasesNamed(parameters: Json): readonly string[] {
  if (!isObject(parameters)) return []
  return NAMING.flatMap((name) => strings(parameters[name]).flatMap(aliasIn))
}

/** The longest text that is searched, and the most of one event: hostile input must not fill the memory. */
const MAX_TEXT = 1024
const MAX_TEXTS = 8192

/** What of a record free text finds, beside the attributes. */
function textsOf(record: CloudTrailRecord): readonly string[] {
  const texts = new Set<string>()
  let left = MAX_TEXTS
  const add = (text: string) => {
    const cut = text.slice(0, Math.min(MAX_TEXT, left)).toWellFormed()
    if (cut === '' || texts.has(cut)) return
    texts.add(cut)
    left -= cut.length
  }
  add(record.userAgent)
  if (record.errorMessage !== undefined) add(record.errorMessage)
  walk(record.requestParameters, add)
  walk(record.serviceEventDetails ?? null, add)
  walk(record.responseElements, add)
  walk(record.additionalEventData ?? null, add)
  return [...texts]
}

const CONTEXT = /encryptionContext/i

/** Every text and number in a value; of an encryption context its keys too. */
function walk(value: Json, add: (text: string) => void, inContext = false): void {
  if (typeof value === 'string') add(value)
  else if (typeof value === 'number') add(String(value))
  else if (Array.isArray(value)) {
    for (const item of value) walk(item, add, inContext)
  } else if (isObject(value)) {
    for (const name of Object.keys(value)) {
      if (inContext) add(name)
      walk(value[name] ?? null, add, inContext || CONTEXT.test(name))
    }
  }
}

function isObject(value: Json): value is { readonly [name: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
