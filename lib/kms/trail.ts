import type { EventDraft, Outcome } from '#audit/event.ts'
import { isReadOnly } from '#audit/read-only.ts'
import type { Json, JsonObject, ServiceEvent } from '#audit/record.ts'
import { apiCallRecord, serviceEventRecord } from '#audit/record.ts'
import { requestParameters } from '#audit/request-parameters.ts'
import { responseElements } from '#audit/response-elements.ts'
import type { EpochMillis } from '#kernel/ids.ts'
import type { ServiceError } from '#kernel/service-error.ts'
import type { Input, OperationName } from '#model/api.ts'
import type { Decision } from '#policy/decision.ts'
import { arnOf } from './domain/arn.ts'
import type { KeyRow } from './domain/rows.ts'
import type { Check, Context, Result } from './operation.ts'
import type { Ports } from './ports.ts'

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
  readonly decisions: readonly Decision[]
  readonly result?: Result<N>
  readonly error?: ServiceError
}

/** The event of a call to an operation of AWS KMS. */
export function callEvent<N extends OperationName>(call: EndedCall<N>): EventDraft {
  const { name, result } = call
  const keys = keyArns(call.checks)
  const additional = result?.trail?.additionalEventData
  return eventOf({
    context: call.context,
    eventName: name,
    readOnly: isReadOnly(name),
    decisions: call.decisions,
    resources: [...keys, ...(result?.trail?.resources ?? [])],
    requestParameters: requestParameters(name, call.input),
    responseElements: result ? responseElements(name, result.answer, keys.at(-1)) : null,
    ...(additional === undefined ? {} : { additionalEventData: additional }),
    ...(call.error ? { error: call.error } : {}),
  })
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
  readonly decisions: readonly Decision[]
  /** ARNs, the keys first. */
  readonly resources: readonly string[]
  readonly requestParameters: Json
  readonly responseElements: Json
  readonly additionalEventData?: Json
  readonly error?: ServiceError
}

export function eventOf(call: CallEvent): EventDraft {
  const { context, eventName, readOnly, decisions, resources, error } = call
  const { caller, scope, now, ports } = context
  const eventId = ports.ids.uuid()
  const { accessKeyId } = caller
  const outcome = outcomeOf(error)
  const record = apiCallRecord({
    principal: caller.principal,
    source: caller.request,
    time: now,
    eventSource: KMS,
    eventName,
    region: scope.region,
    account: scope.account,
    eventId,
    readOnly,
    requestParameters: call.requestParameters,
    responseElements: call.responseElements,
    ...(call.additionalEventData === undefined ? {} : { additionalEventData: call.additionalEventData }),
    ...(error ? { error } : {}),
    ...(accessKeyId === undefined ? {} : { accessKeyId }),
    resources,
  })
  return {
    ...scope,
    eventId,
    requestId: caller.request.id,
    eventTime: now,
    eventName,
    principal: caller.principal.arn,
    readOnly,
    outcome,
    resources,
    keyUse: outcome === 'ok' && KEY_USES.has(eventName),
    record,
    decisions,
    wallTime: ports.clocks.wall.now(),
  }
}

/** An event of the service itself, on one of its keys. */
export function serviceEvent(
  eventName: ServiceEvent['eventName'],
  key: KeyRow,
  at: EpochMillis,
  ports: Ports,
  details: JsonObject,
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
    record: serviceEventRecord({ eventName, time: at, region, account, eventId, keyArn, details }),
    decisions: [],
    wallTime: ports.clocks.wall.now(),
  }
}

function outcomeOf(error: ServiceError | undefined): Outcome {
  if (!error) return 'ok'
  return error.code === 'AccessDeniedException' ? 'denied' : 'error'
}

/** Each key once, in the order of the checks. */
function keyArns(checks: readonly Check[]): readonly string[] {
  return [...new Set(checks.flatMap(({ resource }) => (resource.kind === 'key' ? [resource.arn] : [])))]
}
