import { callEvent } from '#audit/call-event.ts'
import type { AuditEvent, EventDraft } from '#audit/event.ts'
import type { Json } from '#audit/record.ts'
import type { Attempt } from '#audit/recorded.ts'
import { recorded } from '#audit/recorded.ts'
import type { Ids } from '#kernel/random.ts'
import { ServiceError } from '#kernel/service-error.ts'
import type { Caller, Clocks, EventQuery, Identities, Store } from '#kms/ports.ts'
import { isAllowed } from '#policy/decision.ts'
import { evaluate } from '#policy/evaluate.ts'
import { deniedMessage } from '#policy/messages.ts'
import { principalContext } from '#policy/principal-context.ts'
import type { DecisionReference } from '#policy/reference.ts'
import { referenceOf } from '#policy/reference.ts'

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

async function decide(
  { principal, scope, session }: Caller,
  { identities }: CloudTrailPorts,
): Promise<DecisionReference> {
  const policies = await identities.policiesOf(scope.sandbox, principal, session)
  const context = new Map(principalContext(principal))
  const request = { principal, action: ACTION, resource: '*', resourceAccount: principal.account, context }
  const asked = { ...policies, resourceControl: [], grants: [] }
  return referenceOf(request, asked, evaluate(request, asked), session?.policies)
}

function draft(
  ports: CloudTrailPorts,
  caller: Caller,
  asked: Json,
  decision: DecisionReference,
  error?: ServiceError,
): EventDraft {
  return callEvent({
    caller,
    eventId: ports.ids.uuid(),
    time: ports.clocks.of(caller.scope.sandbox).now(),
    wallTime: ports.clocks.wall.now(),
    eventSource: 'cloudtrail.amazonaws.com',
    eventName: 'LookupEvents',
    requestParameters: asked,
    ...(error && { error }),
    decisions: [decision],
  })
}

function parametersOf(query: Asked): Json {
  return Object.fromEntries(Object.entries(query).filter(([, value]) => value !== undefined))
}
