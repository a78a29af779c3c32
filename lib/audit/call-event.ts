import type { AccountId, EpochMillis } from '#kernel/ids.ts'
import type { Principal } from '#kernel/principal.ts'
import type { Scope } from '#kernel/scope.ts'
import type { EventDraft, Outcome } from './event.ts'
import { isReadOnly } from './read-only.ts'
import type { CallSource, Json } from './record.ts'
import { apiCallRecord } from './record.ts'
import type { CredentialFacts } from './user-identity.ts'

/** Who calls, and from where, as every service knows it. */
export interface AuditedCaller extends CredentialFacts {
  readonly principal: Principal
  readonly scope: Scope
  readonly request: CallSource
}

/** A call as its event tells it, whatever became of it. */
export interface AuditedCall {
  readonly caller: AuditedCaller
  readonly eventId: string
  /** The account whose log it belongs to, where that is not the caller's. */
  readonly recipient?: AccountId
  /** Of a call that is in the logs of several accounts: the same in all of them. */
  readonly sharedEventId?: string
  /** The sandbox's clock. */
  readonly time: EpochMillis
  readonly wallTime: EpochMillis
  /** `kms.amazonaws.com`. */
  readonly eventSource: string
  /** The operation. */
  readonly eventName: string
  /** What the name says, unless another is known to be right. */
  readonly readOnly?: boolean
  /** Already without anything secret. */
  readonly requestParameters?: Json
  readonly responseElements?: Json
  readonly additionalEventData?: Json
  readonly error?: { readonly code: string; readonly message: string }
  /** ARNs, the keys first. */
  readonly resources?: readonly string[]
  /** Whether it used the material of a key, if it succeeds. */
  readonly usesKey?: boolean
  readonly decisions?: readonly unknown[]
}

/** The event of a call to any of the services. */
export function callEvent(call: AuditedCall): EventDraft {
  const { caller, eventId, sharedEventId, time, eventName, error, resources = [], additionalEventData } = call
  const { principal, scope, request, accessKeyId, session, invokedBy } = caller
  const { sandbox, region } = scope
  const account = call.recipient ?? scope.account
  const readOnly = call.readOnly ?? isReadOnly(eventName)
  const outcome = outcomeOf(error)
  const record = apiCallRecord({
    principal,
    source: request,
    time,
    eventSource: call.eventSource,
    eventName,
    region,
    account,
    eventId,
    ...(sharedEventId !== undefined && { sharedEventId }),
    readOnly,
    requestParameters: call.requestParameters ?? null,
    responseElements: call.responseElements ?? null,
    ...(additionalEventData !== undefined && { additionalEventData }),
    ...(error && { error }),
    ...(accessKeyId !== undefined && { accessKeyId }),
    ...(session && { session }),
    ...(invokedBy !== undefined && { invokedBy }),
    resources,
  })
  return {
    ...{ sandbox, account, region, eventId },
    requestId: request.id,
    eventTime: time,
    eventName,
    // As in the record: another account's log tells the caller's account, and not who it was there.
    principal: account === principal.account ? principal.arn : principal.account,
    readOnly,
    outcome,
    resources,
    keyUse: outcome === 'ok' && call.usesKey === true,
    record,
    decisions: call.decisions ?? [],
    wallTime: call.wallTime,
  }
}

function outcomeOf(error: AuditedCall['error']): Outcome {
  if (!error) return 'ok'
  return error.code === 'AccessDeniedException' || error.code === 'AccessDenied' ? 'denied' : 'error'
}
