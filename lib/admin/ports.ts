import type { AuditEvent } from '#audit/event.ts'
import type { Ids, Secrets } from '#kernel/random.ts'
import type { Scope } from '#kernel/scope.ts'
import type { Clocks, Store, Vault } from '#kms/ports.ts'
import type { Trace } from '#policy/explain/trace.ts'

/** All that the service is given, once, by the composition root. */
export interface AdminPorts {
  readonly store: Store
  readonly clocks: Clocks
  readonly ids: Ids
  readonly secrets: Secrets
  readonly vault: Vault
  /** A call in an account's log with the trace of every decision; undefined when there is none. */
  explain(requestId: string, place: Pick<Scope, 'sandbox' | 'account'>): Promise<ExplainedCall | undefined>
}

export interface ExplainedCall {
  readonly event: AuditEvent
  readonly traces: readonly Trace[]
}

export { clusterPasswordPurpose, zonesOf } from './cluster-members.ts'
