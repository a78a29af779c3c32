import type { AuditEvent, Envelope } from '#audit/event.ts'
import type { Scope } from '#kernel/scope.ts'
import { explain } from '#policy/explain/explain.ts'
import type { Trace } from '#policy/explain/trace.ts'
import type { DecisionReference } from '#policy/reference.ts'
import { documentsOf } from './domain/decision-documents.ts'
import { principalOf, recordedRequest } from './domain/recorded-request.ts'
import type { Caller, Ports } from './ports.ts'
import { recordedRead } from './recorded-read.ts'

/** An event of the log with the full explanation of every decision in it, in the order of its checks. */
export interface Explained {
  readonly event: AuditEvent
  readonly traces: readonly Trace[]
}

/**
 * Why a call of the caller's account was allowed or refused: what decided it is found again in the versions of then, and
 * judged anew by the second evaluator. Undefined when the account's log has no such call. Needs
 * `cloudtrail:LookupEvents` and leaves one event, ExplainDecision. AWS KMS has no such operation.
 */
export type Why = (requestId: string, caller: Caller) => Promise<Explained | undefined>

export function createWhy(ports: Ports): Why {
  return (requestId, caller) =>
    recordedRead(
      {
        eventName: 'ExplainDecision',
        action: 'cloudtrail:LookupEvents',
        requestParameters: { requestId },
        read: (context) => explainCall(requestId, context.scope, context.ports),
      },
      caller,
      ports,
    )
}

/** The first event of a request in an account's log, explained; asks nobody whether that may be. */
export async function explainCall(
  requestId: string,
  { sandbox, account }: Pick<Scope, 'sandbox' | 'account'>,
  ports: Pick<Ports, 'store'>,
): Promise<Explained | undefined> {
  const events = await ports.store.events({ sandbox, account, requestId, limit: 10 })
  // The call's own event is the first of its request; those of other Regions follow it.
  const event = events.at(-1)
  return event && { event, traces: await tracesOf(event, ports) }
}

/** Recomputed, not stored: the second evaluator must come to the decision that stands in the event. */
export async function tracesOf(event: AuditEvent, { store }: Pick<Ports, 'store'>): Promise<readonly Trace[]> {
  const { record, decisions } = JSON.parse(event.text) as Envelope
  const principal = principalOf(record)
  const caller = { sandbox: event.sandbox, principalArn: principal.arn, account: principal.account }
  const traces: Trace[] = []
  for (const reference of decisions as readonly DecisionReference[]) {
    if (isUnknown(reference)) {
      traces.push(unknownTrace(reference, principal.arn))
      continue
    }
    const documents = await documentsOf(reference, caller, store)
    const retires = reference.action === 'kms:RetireGrant' ? documents.grants[0] : undefined
    traces.push(explain(recordedRequest(record, reference, retires), documents))
  }
  return traces
}

/** Nothing was looked at: the caller named what is not there, or not for it. */
function isUnknown(reference: DecisionReference): boolean {
  return reference.outcome === 'implicitly-denied' && reference.missing === 'resource' && !reference.policies?.resource
}

function unknownTrace({ action, resource }: DecisionReference, principal: string): Trace {
  return {
    ...{ principal, action, resource },
    crossAccount: true,
    policies: [],
    grants: [],
    ceilings: [],
    decision: { outcome: 'implicitly-denied', missing: 'resource' },
    reason: 'There is no such resource in this Region for the caller: no policy was asked.',
  }
}
