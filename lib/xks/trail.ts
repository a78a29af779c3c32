import { callEvent } from '#audit/call-event.ts'
import type { EventDraft } from '#audit/event.ts'
import type { JsonObject } from '#audit/record.ts'
import type { KeyMaterialId } from '#kernel/ids.ts'
import type { ServiceError } from '#kernel/service-error.ts'
import type { Caller } from '#kms/ports.ts'
import type { Admission, XksServicePorts } from './ports.ts'
import type { XksCall } from './registry.ts'
import { keyed } from './registry.ts'

/** What is known of a call while it runs. */
export interface CallFacts {
  metadata?: JsonObject
  admission?: Admission
  materialId?: KeyMaterialId
  readonly error?: ServiceError
}

/** The use of a key is an event of AWS KMS like any other; whom it was for stands beside it. */
export function callEventOf(call: XksCall, caller: Caller, ports: XksServicePorts, facts: CallFacts): EventDraft {
  const { clocks, ids } = ports
  const { admission, error } = facts
  return callEvent({
    caller,
    eventId: ids.uuid(),
    time: clocks.of(caller.scope.sandbox).now(),
    wallTime: clocks.wall.now(),
    ...nameOf(call),
    ...additionalData(facts),
    resources: admission?.resources ?? [],
    decisions: admission?.decisions ?? [],
    ...(error && { error }),
  })
}

function nameOf(call: XksCall) {
  if (call.operation === 'GetHealthStatus') return { eventSource: 'keystead', eventName: call.operation }
  const { asks: eventName } = keyed[call.operation]
  const usesKey = eventName !== 'DescribeKey'
  const requestParameters = {
    ...(usesKey && { encryptionAlgorithm: 'SYMMETRIC_DEFAULT' }),
    keyId: call.externalKeyId,
  }
  return { eventSource: 'kms.amazonaws.com', eventName, requestParameters, usesKey }
}

function additionalData({ admission, materialId, metadata }: CallFacts) {
  if (!metadata) return {}
  const material = materialId === undefined ? {} : { keyMaterialId: materialId }
  return { additionalEventData: { ...material, ...admission?.injected, requestMetadata: metadata } }
}
