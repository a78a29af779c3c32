import type { Json } from '#audit/record.ts'
import type { Attempt } from '#audit/recorded.ts'
import { recorded } from '#audit/recorded.ts'
import { isServiceError } from '#kernel/service-error.ts'
import type { DecisionReference } from '#policy/reference.ts'
import { AccessDenied, authorize } from './access.ts'
import { contextOf } from './context.ts'
import { requestConditions } from './domain/conditions.ts'
import { internal } from './errors.ts'
import type { Context } from './operation.ts'
import type { Caller, Ports } from './ports.ts'
import { eventOf } from './trail.ts'

/** A read that AWS KMS has no operation for. */
export interface Read<A> {
  /** What its event is called. */
  readonly eventName: string
  /** What the caller must be allowed, on no key in particular. */
  readonly action: string
  /** What else. */
  readonly also?: readonly string[]
  readonly requestParameters: Json
  read(context: Context): Promise<A>
  /** What the event says of the answer. */
  told?(answer: A): Json
}

/** Authorizes and records a read as `execute` does an operation: one event, durable before the answer. */
export function recordedRead<A>(read: Read<A>, caller: Caller, ports: Ports): Promise<A> {
  return recorded(ports.store, () => attempt(read, contextOf(ports, caller)), internal)
}

async function attempt<A>(read: Read<A>, context: Context): Promise<Attempt<A, never>> {
  const { eventName, action, also = [], requestParameters } = read
  const about = { context, eventName, readOnly: true, resources: [], requestParameters, responseElements: null }
  const on = { resource: { kind: 'none' }, context: requestConditions(context) } as const
  const checks = [action, ...also].map((each) => ({ action: each, ...on }))
  const decisions: DecisionReference[] = []
  try {
    await authorize(checks, context, decisions)
    const answer = await read.read(context)
    const additionalEventData = read.told?.(answer)
    const told = additionalEventData === undefined ? {} : { additionalEventData }
    return { outcome: { answer }, writes: [], events: [eventOf({ ...about, decisions, ...told })] }
  } catch (thrown) {
    const error = isServiceError(thrown) ? thrown : internal(thrown)
    if (error instanceof AccessDenied) decisions.push(error.decision)
    return { outcome: { error }, writes: [], events: [eventOf({ ...about, decisions, error })] }
  }
}
