import type { AuditEvent, EventDraft } from '#audit/event.ts'
import type { Json } from '#audit/record.ts'
import { apiCallRecord } from '#audit/record.ts'
import type { Attempt } from '#audit/recorded.ts'
import { recorded } from '#audit/recorded.ts'
import type { Ids } from '#kernel/random.ts'
import { ServiceError } from '#kernel/service-error.ts'
import type { Caller, Clocks, EventQuery, Identities, Store } from '#kms/ports.ts'
import type { Decision } from '#policy/decision.ts'
import { isAllowed } from '#policy/decision.ts'
import { evaluate } from '#policy/evaluate.ts'
import { deniedMessage } from '#policy/messages.ts'
import { principalContext } from '#policy/principal-context.ts'

/** What a query says beyond the caller's own sandbox and account. */
export type Asked = Omit<EventQuery, 'sandbox' | 'account'>

/**
 * The audit log of the caller's account. Needs `cloudtrail:LookupEvents`; each query leaves one event, LookupEvents.
 * For the console only.
 */
export interface CloudTrail {
  queryEvents(query: Asked, caller: Caller): Promise<{ readonly events: readonly AuditEvent[] }>
  /** Undefined when the caller's account has no event of that id. */
  event(eventId: string, caller: Caller): Promise<AuditEvent | undefined>
}

export interface CloudTrailPorts {
  readonly store: Store
  readonly identities: Identities
  readonly clocks: Clocks
  readonly ids: Ids
}

const ACTION = 'cloudtrail:LookupEvents'

export function createCloudTrail(ports: CloudTrailPorts): CloudTrail {
  const { store } = ports
  return {
    queryEvents: (query, caller) =>
      lookUp(ports, caller, parametersOf(query), async ({ scope: { sandbox, account } }) => ({
        events: await store.events({ ...query, sandbox, account }),
      })),
    event: (eventId, caller) =>
      lookUp(ports, caller, { eventId }, async ({ scope: { sandbox, account } }) => {
        const found = await store.event(sandbox, eventId)
        return found?.account === account ? found : undefined
      }),
  }
}

/** Reads only after the decision, and answers only after its own event is durable. */
function lookUp<A>(
  ports: CloudTrailPorts,
  caller: Caller,
  asked: Json,
  read: (caller: Caller) => Promise<A>,
): Promise<A> {
  const attempt = async (): Promise<Attempt<A, never>> => {
    const decision = await decide(caller, ports)
    if (isAllowed(decision)) {
      return { outcome: { answer: await read(caller) }, writes: [], events: [draft(ports, caller, asked, decision)] }
    }
    const { arn: principalArn } = caller.principal
    const message = deniedMessage({ principalArn, action: ACTION, resource: '*', decision })
    const error = new ServiceError('AccessDeniedException', message)
    return { outcome: { error }, writes: [], events: [draft(ports, caller, asked, decision, error)] }
  }
  return recorded(ports.store, attempt, internal)
}

const internal = (cause: unknown) =>
  new ServiceError('InternalFailure', 'The request was rejected because an internal exception occurred.', 'server', {
    cause,
  })

async function decide({ principal, scope }: Caller, { identities }: CloudTrailPorts): Promise<Decision> {
  const policies = await identities.policiesOf(scope.sandbox, principal)
  const context = new Map(principalContext(principal))
  return evaluate(
    { principal, action: ACTION, resource: '*', resourceAccount: principal.account, context },
    { ...policies, resourceControl: [], grants: [] },
  )
}

function draft(
  ports: CloudTrailPorts,
  caller: Caller,
  asked: Json,
  decision: Decision,
  error?: ServiceError,
): EventDraft {
  const { principal, scope, request, accessKeyId } = caller
  const eventId = ports.ids.uuid()
  const now = ports.clocks.of(scope.sandbox).now()
  const eventName = 'LookupEvents'
  return {
    ...scope,
    eventId,
    requestId: request.id,
    eventTime: now,
    eventName,
    principal: principal.arn,
    readOnly: true,
    outcome: error ? 'denied' : 'ok',
    resources: [],
    keyUse: false,
    record: apiCallRecord({
      principal,
      source: request,
      time: now,
      eventSource: 'cloudtrail.amazonaws.com',
      eventName,
      region: scope.region,
      account: scope.account,
      eventId,
      readOnly: true,
      requestParameters: asked,
      responseElements: null,
      ...(error ? { error } : {}),
      ...(accessKeyId === undefined ? {} : { accessKeyId }),
    }),
    decisions: [decision],
    wallTime: ports.clocks.wall.now(),
  }
}

function parametersOf(query: Asked): Json {
  return Object.fromEntries(Object.entries(query).filter(([, value]) => value !== undefined))
}
