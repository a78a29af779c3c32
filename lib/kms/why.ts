import type { AuditEvent, Envelope } from '#audit/event.ts'
import type { CloudTrailRecord } from '#audit/record.ts'
import type { Principal } from '#kernel/principal.ts'
import type { Scope } from '#kernel/scope.ts'
import type { Documents } from '#policy/documents.ts'
import { explain } from '#policy/explain/explain.ts'
import { explainCallersSide, explainOwnersSide } from '#policy/explain/sides.ts'
import type { Trace } from '#policy/explain/trace.ts'
import type { DecisionReference } from '#policy/reference.ts'
import type { AuthorizationRequest } from '#policy/request.ts'
import { tellsNothing } from '#policy/sides.ts'
import { type RecordedDecision, recordedDecision } from './domain/recorded-decision.ts'
import { principalOf } from './domain/recorded-request.ts'
import type { Caller, Ports, Reads } from './ports.ts'
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

/** A call with all that its decisions were made on; those that the caller is told nothing of are left out. */
export interface RecordedCall {
  readonly event: AuditEvent
  readonly decided: readonly RecordedDecision[]
}

/** What the policy lab begins from, for a call of the caller's account; needs and leaves what `Why` does. */
export type Recall = (requestId: string, caller: Caller) => Promise<RecordedCall | undefined>

export function createRecall(ports: Ports): Recall {
  return (requestId, caller) =>
    recordedRead(
      {
        eventName: 'ExplainDecision',
        action: 'cloudtrail:LookupEvents',
        requestParameters: { requestId },
        read: (context) => recall(requestId, context.scope, context.ports),
      },
      caller,
      ports,
    )
}

async function recall(requestId: string, place: Place, ports: Pick<Ports, 'store'>): Promise<RecordedCall | undefined> {
  const event = await firstEvent(requestId, place, ports)
  if (!event) return undefined
  const { record, decisions } = JSON.parse(event.text) as Envelope
  const principal = await callerOf(event, record, ports)
  const told = (decisions as readonly DecisionReference[]).filter((reference) => !tellsNothing(reference))
  const decided = principal
    ? await Promise.all(told.map((one) => recordedDecision(record, one, principal, event.sandbox, ports.store)))
    : []
  return { event, decided }
}

/** The first event of a request in an account's log, explained; asks nobody whether that may be. */
export async function explainCall(
  requestId: string,
  { sandbox, account }: Place,
  ports: Pick<Ports, 'store'>,
): Promise<Explained | undefined> {
  const event = await firstEvent(requestId, { sandbox, account }, ports)
  return event && { event, traces: await tracesOf(event, ports) }
}

type Place = Pick<Scope, 'sandbox' | 'account'>

/** The call's own event is the first of its request; those of other Regions follow it. */
async function firstEvent(requestId: string, place: Place, { store }: { readonly store: Pick<Reads, 'events'> }) {
  const filters = [{ attribute: 'requestId', values: [requestId] }] as const
  return (await store.events({ ...place, filters, limit: 10 })).at(-1)
}

/**
 * Recomputed, not stored: the second evaluator must come to the decision that stands in the event. Where caller and key
 * are of two accounts, the log of each tells its own side only.
 */
export async function tracesOf(event: AuditEvent, ports: Pick<Ports, 'store'>): Promise<readonly Trace[]> {
  const { record, decisions } = JSON.parse(event.text) as Envelope
  const principal = await callerOf(event, record, ports)
  if (!principal) return decisions.map((decided) => ofUnknownCaller(decided as DecisionReference, principalOf(record)))
  const traces: Trace[] = []
  for (const reference of decisions as readonly DecisionReference[]) {
    if (tellsNothing(reference)) {
      traces.push(unknownTrace(reference, principal.arn))
      continue
    }
    const { request, documents } = await recordedDecision(record, reference, principal, event.sandbox, ports.store)
    traces.push(sideOf(event, reference, request, documents))
  }
  return traces
}

function sideOf(
  { account }: AuditEvent,
  reference: DecisionReference,
  request: AuthorizationRequest,
  documents: Documents,
): Trace {
  if (reference.owner === undefined) return explain(request, documents)
  return reference.owner === account
    ? explainOwnersSide(request, documents)
    : explainCallersSide(request, reference, documents)
}

/**
 * Who made the call; the log of another account does not say it, that of the caller's own does. Undefined when that event
 * is not kept any more: of the two, it may be in an older segment.
 */
export async function callerOf(
  { account, sandbox }: AuditEvent,
  record: CloudTrailRecord,
  ports: { readonly store: Pick<Reads, 'events'> },
): Promise<Principal | undefined> {
  const principal = principalOf(record)
  if (principal.account === account || record.sharedEventID === undefined) return principal
  const own = await firstEvent(record.requestID ?? '', { sandbox, account: principal.account }, ports)
  return own && principalOf((JSON.parse(own.text) as Envelope).record)
}

function unknownTrace({ action, resource }: DecisionReference, principal: string): Trace {
  return {
    ...{ principal, action, resource },
    crossAccount: true,
    policies: [],
    grants: [],
    ceilings: [],
    decision: { outcome: 'implicitly-denied', missing: 'resource' },
    reason:
      'Either there is no such resource in this Region, or it belongs to another account, whose policy decided. That policy is not shown here.',
  }
}

/** The decision alone, which stands in the event: what led to it depends on who the caller was. */
function ofUnknownCaller(
  {
    policies: _policies,
    grants: _grants,
    facts: _facts,
    owner: _owner,
    action,
    resource,
    ...decision
  }: DecisionReference,
  { account }: Principal,
): Trace {
  return {
    ...{ principal: account, action, resource },
    crossAccount: true,
    policies: [],
    grants: [],
    ceilings: [],
    decision,
    reason:
      'Who of the other account made the call is not known any more: its own event of the call was pruned. So only the decision is shown, as it stands in the log.',
  }
}
