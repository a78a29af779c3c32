import type { AuditEvent, Envelope } from '#audit/event.ts'
import type { EpochMillis } from '#kernel/ids.ts'
import type { PolicyDocument } from '#policy/document.ts'
import { compileDocuments, sourceOf } from '#policy/documents.ts'
import { recordedKeys, replay, type StoredRequest } from '#policy/lab/replay.ts'
import { ALLOWS_ALL } from '#policy/lab/subjects.ts'
import type { DecisionReference } from '#policy/reference.ts'
import { recordedDecision } from './domain/recorded-decision.ts'
import { remembering } from './domain/remembering.ts'
import type { Context } from './operation.ts'
import type { Caller, Ports, Reads } from './ports.ts'
import { recordedRead } from './recorded-read.ts'
import { callerOf } from './why.ts'

/** What is to be replayed: the newest events of a key against another key policy. */
export interface ReplayQuestion {
  readonly keyArn: string
  /** Text of a key policy that parses. */
  readonly draft: string
  readonly events: number
}

export interface ReplayAnswer {
  /** How many events were looked at, and when the oldest of them was. */
  readonly events: number
  readonly from?: EpochMillis
  /** Newest first. */
  readonly changes: readonly ReplayedCall[]
}

/** A call that would end differently, or of which that cannot be told for want of some condition keys. */
export interface ReplayedCall {
  readonly requestId: string
  readonly at: EpochMillis
  readonly action: string
  /** ARN of the caller. */
  readonly principal: string
  readonly before: 'allowed' | 'denied'
  readonly after: 'allowed' | 'denied'
  readonly unsure: readonly string[]
}

/**
 * What would have become of past calls under a draft of the key policy. Needs `cloudtrail:LookupEvents` and leaves one
 * event. AWS KMS has no such operation.
 */
export type ReplayPolicy = (question: ReplayQuestion, caller: Caller) => Promise<ReplayAnswer>

/** The most events that are read at once. */
const MOST_EVENTS = 10_000

export function createReplay(ports: Ports): ReplayPolicy {
  return ({ keyArn, draft, events: asked }, caller) => {
    const events = atMost(asked)
    return recordedRead(
      {
        eventName: 'ReplayEvents',
        action: 'cloudtrail:LookupEvents',
        requestParameters: { keyArn, maxEvents: events },
        read: (context) => answer({ keyArn, draft, events }, context),
        told: ({ events, changes }) => ({ events, changes: changes.length }),
      },
      caller,
      ports,
    )
  }
}

interface Call {
  readonly event: AuditEvent
  readonly stored: StoredRequest
}

async function answer({ keyArn, draft, events: limit }: ReplayQuestion, context: Context): Promise<ReplayAnswer> {
  const { scope, ports } = context
  const { document } = sourceOf('draft', draft, 'resource-based policy')
  const filters = [{ attribute: 'key', values: [keyArn] }] as const
  const { sandbox, account } = scope
  const events = await ports.store.events({ sandbox, account, filters, limit })
  const reads = remembering(ports.store)
  const calls: Call[] = []
  for (const event of events) calls.push(...(await callsOf(event, keyArn, reads)))
  const oldest = events.at(-1)
  return {
    events: events.length,
    ...(oldest && { from: oldest.eventTime }),
    changes: changesOf(calls, document),
  }
}

/** What is asked for may be any value at all, and a negative limit would be none. */
const atMost = (wanted: number) => Math.min(Math.max(1, Math.trunc(Number(wanted)) || 1), MOST_EVENTS)

function changesOf(calls: readonly Call[], draft: PolicyDocument): readonly ReplayedCall[] {
  const byId = new Map(calls.map((call) => [call.stored.id, call]))
  const stored = calls.map((call) => call.stored)
  return replay(stored, draft).flatMap(({ id, before, after, unsure }) => {
    const call = byId.get(id)
    if (!call) return []
    const { event, stored: one } = call
    return {
      requestId: event.requestId ?? '',
      at: event.eventTime,
      action: one.request.action,
      principal: one.request.principal.arn,
      before: wordOf(before),
      after: wordOf(after),
      unsure,
    }
  })
}

const wordOf = ({ outcome }: { readonly outcome: string }) => (outcome === 'allowed' ? 'allowed' : 'denied')

/** The decisions on the key in an event. Of callers of other accounts, their own side is taken to allow. */
async function callsOf(event: AuditEvent, keyArn: string, store: Reads): Promise<readonly Call[]> {
  const { record, decisions } = JSON.parse(event.text) as Envelope
  const onKey = (decisions as readonly DecisionReference[]).filter(
    ({ resource, policies }) => resource === keyArn && policies?.resource !== undefined,
  )
  if (onKey.length === 0) return []
  const principal = await callerOf(event, record, { store })
  if (!principal) return []
  const calls: Call[] = []
  for (const [index, reference] of onKey.entries()) {
    const { request, documents } = await recordedDecision(record, reference, principal, event.sandbox, store)
    const foreign = reference.owner !== undefined
    const policies = compileDocuments(foreign ? { ...documents, identity: [ALLOWS_ALL] } : documents)
    const id = `${event.eventId}/${index}`
    calls.push({ event, stored: { id, request, policies, knownKeys: recordedKeys(principal, policies) } })
  }
  return calls
}
