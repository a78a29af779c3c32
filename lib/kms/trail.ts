import { callEvent } from '#audit/call-event.ts'
import type { EventDraft } from '#audit/event.ts'
import { isReadOnly } from '#audit/read-only.ts'
import type { CloudTrailRecord, Json, JsonObject, ServiceEvent } from '#audit/record.ts'
import { serviceEventRecord, synchronizationRecord } from '#audit/record.ts'
import { recordableMessage } from '#audit/redact.ts'
import { requestParameters } from '#audit/request-parameters.ts'
import { responseElements } from '#audit/response-elements.ts'
import type { AccountId, EpochMillis, RequestId } from '#kernel/ids.ts'
import type { ServiceError } from '#kernel/service-error.ts'
import type { Input, OperationName } from '#model/api.ts'
import type { DecisionReference } from '#policy/reference.ts'
import { arnOf, ownerOfArn } from './domain/arn.ts'
import { placesOf } from './domain/key-store-trail.ts'
import type { KeyRow } from './domain/rows.ts'
import type { Fault } from './limits/fault.ts'
import { faultBehind, injectedFaults } from './limits/injected-fault.ts'
import type { Check, Context, Result } from './operation.ts'
import type { Ports } from './ports.ts'
import { ownersOf, toldToOwner } from './trail-owners.ts'

const KMS = 'kms.amazonaws.com'

/** The operations that count as a use of a key (AWS KMS API reference, GetKeyLastUsage). */
const KEY_USES: ReadonlySet<string> = new Set<OperationName>([
  'Decrypt',
  'DeriveSharedSecret',
  'Encapsulate',
  'Decapsulate',
  'Encrypt',
  'GenerateDataKey',
  'GenerateDataKeyPair',
  'GenerateDataKeyPairWithoutPlaintext',
  'GenerateDataKeyWithoutPlaintext',
  'GenerateMac',
  'ReEncrypt',
  'Sign',
  'Verify',
  'VerifyMac',
])

/** A call as it ended. Exactly one of `result` and `error` is there. */
export interface EndedCall<N extends OperationName> {
  readonly name: N
  readonly input: Input<N>
  readonly context: Context
  readonly checks: readonly Check[]
  /** As the caller's account may know them. */
  readonly decisions: readonly DecisionReference[]
  /** How other accounts, whose keys they are, allowed; empty where the call was not authorized. */
  readonly allowances: readonly DecisionReference[]
  /** What went wrong in it because it was asked for, but what is behind the error. */
  readonly faults: readonly Fault[]
  readonly result?: Result<N>
  readonly error?: ServiceError
}

/**
 * The events of a call to an operation of AWS KMS: the caller's first, then one in the log of each other account whose
 * key it is, tied together by their `sharedEventID`. What was refused, the caller's log alone tells (AWS KMS developer
 * guide, "Logging AWS KMS API calls with AWS CloudTrail").
 */
export function operationEvents<N extends OperationName>(call: EndedCall<N>): readonly [EventDraft, ...EventDraft[]] {
  const told = toldOf(call)
  const owners = ownersOf(call.allowances)
  if (owners.length === 0) return [eventOf(told)]
  const sharedEventId = call.context.ports.ids.uuid()
  const copies = owners.map((recipient) => {
    return eventOf({ ...toldToOwner(told, recipient, call.allowances), recipient, sharedEventId })
  })
  return [eventOf({ ...told, sharedEventId }), ...copies]
}

function toldOf<N extends OperationName>(call: EndedCall<N>): CallEvent {
  const { name, result } = call
  const keys = keyArns(call.checks, call.context)
  const additional = additionalOf(call)
  return {
    context: call.context,
    eventName: name,
    readOnly: isReadOnly(name),
    decisions: call.decisions,
    resources: [...keys, ...(result?.trail?.resources ?? [])],
    requestParameters: requestParameters(name, call.input),
    responseElements: result ? responseElements(name, result.answer, result.trail?.key ?? keys.at(-1)) : null,
    ...(additional === undefined ? {} : { additionalEventData: additional }),
    ...(call.error ? { error: recordableError(call, call.error) } : {}),
  }
}

/** What a call did with a key store's keys is told of a failed one too, but not of one that was not allowed. */
function additionalOf<N extends OperationName>({
  name,
  checks,
  faults,
  result,
  error,
}: EndedCall<N>): Json | undefined {
  const places = KEY_USES.has(name) && error?.code !== 'AccessDeniedException' ? placesOf(checks) : {}
  const behind = faultBehind(error)
  const ours = { ...places, ...injectedFaults(behind ? [...faults, behind] : faults) }
  const own = result?.trail?.additionalEventData
  return Object.keys(ours).length === 0 ? own : { ...ours, ...Object(own) }
}

function recordableError<N extends OperationName>(
  { name, input }: EndedCall<N>,
  { code, message }: ServiceError,
): Pick<ServiceError, 'code' | 'message'> {
  return { code, message: code === 'ValidationException' ? recordableMessage(name, input, message) : message }
}

/** The event of a call that could not even be tried. Its input is not known to be of any shape, so none is kept. */
export function rejectedEvent(operation: string, error: ServiceError, context: Context): EventDraft {
  const nothing = { requestParameters: null, responseElements: null, decisions: [], resources: [] }
  return eventOf({ context, eventName: operation, readOnly: false, ...nothing, error })
}

/** What every event of a call says. */
export interface CallEvent {
  readonly context: Context
  readonly eventName: string
  readonly readOnly: boolean
  readonly decisions: readonly DecisionReference[]
  /** ARNs, the keys first. */
  readonly resources: readonly string[]
  readonly requestParameters: Json
  readonly responseElements: Json
  readonly additionalEventData?: Json
  readonly error?: Pick<ServiceError, 'code' | 'message'>
  /** The account whose log it belongs to, where that is not the caller's. */
  readonly recipient?: AccountId
  readonly sharedEventId?: string
  /** Where the service itself goes on with the call. */
  readonly invokedBy?: string
}

export function eventOf({ context, invokedBy, ...call }: CallEvent): EventDraft {
  const { caller, scope, now, ports } = context
  const account = call.recipient ?? scope.account
  return callEvent({
    ...call,
    caller: { ...caller, scope, ...(invokedBy !== undefined && { invokedBy }) },
    eventId: ports.ids.uuid(),
    time: now,
    wallTime: ports.clocks.wall.now(),
    eventSource: KMS,
    // Only the log of the account whose key it is counts the use.
    usesKey: KEY_USES.has(call.eventName) && call.resources.some((arn) => ownerOfArn(arn) === account),
  })
}

/** An event of the service itself, on one of its keys. */
export function serviceEvent(
  eventName: Exclude<ServiceEvent['eventName'], typeof SYNCHRONIZE>,
  key: Omit<KeyRow, 'dueAt'>,
  at: EpochMillis,
  ports: Ports,
  details: JsonObject,
  additionalEventData: JsonObject = {},
): EventDraft {
  return ofService(eventName, key, at, ports, (about) => {
    return serviceEventRecord({ ...about, eventName, details, additionalEventData })
  })
}

const SYNCHRONIZE = 'SynchronizeMultiRegionKey'

/** A replica has taken over what it shares with its primary. */
export function synchronizeEvent(key: KeyRow, at: EpochMillis, ports: Ports): EventDraft {
  const requestId = ports.ids.uuid() as RequestId
  const draft = ofService(SYNCHRONIZE, key, at, ports, (about) => synchronizationRecord({ ...about, requestId }))
  return { ...draft, requestId }
}

function ofService(
  eventName: ServiceEvent['eventName'],
  key: Omit<KeyRow, 'dueAt'>,
  at: EpochMillis,
  ports: Ports,
  record: (about: Omit<ServiceEvent, 'eventName' | 'details' | 'additionalEventData'>) => CloudTrailRecord,
): EventDraft {
  const { sandbox, account, region } = key
  const eventId = ports.ids.uuid()
  const keyArn = arnOf(key)
  return {
    sandbox,
    account,
    region,
    eventId,
    requestId: null,
    eventTime: at,
    eventName,
    principal: KMS,
    readOnly: false,
    outcome: 'ok',
    resources: [keyArn],
    keyUse: false,
    record: record({ time: at, region, account, eventId, keyArn }),
    decisions: [],
    wallTime: ports.clocks.wall.now(),
  }
}

/** Each key once, in the order of the checks; only those of the call's own Region, whose log this is. */
function keyArns(checks: readonly Check[], { scope }: Context): readonly string[] {
  const keys = checks.flatMap(({ resource }) => (resource.kind === 'key' ? [resource] : []))
  return [...new Set(keys.filter(({ record }) => record.key.region === scope.region).map(({ arn }) => arn))]
}
