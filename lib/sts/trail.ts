import type { EventDraft } from '#audit/event.ts'
import { isReadOnly } from '#audit/read-only.ts'
import { apiCallRecord } from '#audit/record.ts'
import type { ServiceError } from '#kernel/service-error.ts'
import type { Caller } from '#kms/ports.ts'
import type { StsPorts } from './ports.ts'

/** The event of a call, whatever became of it. */
export function callEvent(operation: string, caller: Caller, ports: StsPorts, error?: ServiceError): EventDraft {
  const { principal, request, scope, accessKeyId } = caller
  const eventId = ports.ids.uuid()
  const time = ports.clocks.of(scope.sandbox).now()
  const readOnly = isReadOnly(operation)
  return {
    ...scope,
    eventId,
    requestId: request.id,
    eventTime: time,
    eventName: operation,
    principal: principal.arn,
    readOnly,
    outcome: error ? 'error' : 'ok',
    resources: [],
    keyUse: false,
    record: apiCallRecord({
      principal,
      source: request,
      time,
      eventSource: 'sts.amazonaws.com',
      eventName: operation,
      region: scope.region,
      account: scope.account,
      eventId,
      readOnly,
      requestParameters: null,
      responseElements: null,
      ...(error ? { error } : {}),
      ...(accessKeyId === undefined ? {} : { accessKeyId }),
    }),
    decisions: [],
    wallTime: ports.clocks.wall.now(),
  }
}
