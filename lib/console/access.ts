import 'server-only'

import { headers } from 'next/headers'
import type { AdminInput, AdminOperationName, AdminOutput } from '#admin/execute.ts'
import type { AuditEvent } from '#audit/event.ts'
import type { ConsoleSession } from '#auth/sessions.ts'
import type { EpochMillis } from '#kernel/ids.ts'
import type { Scope } from '#kernel/scope.ts'
import type { Caller, EventCount, EventGroup, EventQuery, EventSelection, GroupAttribute } from '#kms/ports.ts'
import type { Input, OperationName, Output } from '#model/api.ts'
import { findRegion } from '#model/regions.ts'
import { type Instance, type InventoryEntry, instance } from '#runtime/instance.ts'
import { isAdministrator } from './administrator.ts'
import type { ScopeDto } from './dto/scope.ts'
import { Called } from './error-dto.ts'
import { sourceOf } from './request-source.ts'
import { parseScope } from './scope-path.ts'
import { currentSession } from './session.ts'

type Selected = Omit<EventSelection, 'sandbox' | 'account'>

/** What the console may ask of the service, for one session in one scope. Every call is authorized and recorded. */
export interface Console {
  readonly scope: Scope
  readonly session: ConsoleSession
  /** The same session in another Region that KMS knows. */
  in(region: string): Console
  /** The sandbox's clock. */
  now(): EpochMillis
  wallTime(): EpochMillis
  /** Throws Called: the error of the service with the request id it is recorded under. */
  call<N extends OperationName>(name: N, input: Input<N>): Promise<Output<N>>
  inventory(): Promise<readonly InventoryEntry[]>
  events(query: Omit<EventQuery, 'sandbox' | 'account'>): Promise<readonly AuditEvent[]>
  eventCounts(selected: Selected, bucketMillis: number): Promise<readonly EventCount[]>
  eventGroups(selected: Selected, by: readonly GroupAttribute[]): Promise<readonly EventGroup[]>
  /** Follows the log from behind a sequence number, or from now on. */
  follow(selected: Selected, after?: number): ReturnType<Instance['followEvents']>
  event(eventId: string): Promise<AuditEvent | undefined>
  /** Undefined when the log of the account has no call of that request id. */
  why(requestId: string): ReturnType<Instance['why']>
  /** Whether the session is that of the administrator: the root user of the first account. */
  readonly administers: boolean
  /** What concerns the whole installation. Asks nothing of the service where the session does not administer it. */
  administer<N extends AdminOperationName>(name: N, input: AdminInput<N>): Promise<AdminOutput<N>>
}

export type Access =
  | { readonly kind: 'granted'; readonly console: Console }
  | { readonly kind: 'signed-out' }
  | { readonly kind: 'forbidden' }
  | { readonly kind: 'no-such-scope' }

/** Whether the present request may act in a scope: its session's own sandbox and account, any Region. */
export async function access(path: ScopeDto): Promise<Access> {
  const session = await currentSession()
  if (!session) return { kind: 'signed-out' }
  const scope = parseScope(path)
  if (!scope) return { kind: 'no-such-scope' }
  const { sandbox, account } = session.scope
  if (scope.sandbox !== sandbox || scope.account !== account) return { kind: 'forbidden' }
  return { kind: 'granted', console: consoleFor(session, scope, await headers()) }
}

function consoleFor(session: ConsoleSession, scope: Scope, from: Headers): Console {
  const core = instance()
  async function asCaller<T>(ask: (caller: Caller) => Promise<T>): Promise<T> {
    const request = sourceOf(from, core.ids)
    try {
      return await ask({ principal: session.principal, scope, request })
    } catch (error) {
      throw Called.of(error, request.id)
    }
  }
  const administers = isAdministrator(session.principal, core.config.accountId)
  return {
    scope,
    session,
    administers,
    in(region) {
      const there = findRegion(region)
      if (!there) throw new Error(`there is no Region ${region}`)
      return consoleFor(session, { ...scope, region: there.region }, from)
    },
    now: () => core.clocks.of(scope.sandbox).now(),
    wallTime: () => core.clocks.wall.now(),
    call: (name, input) => asCaller((caller) => core.execute(name, input, caller)),
    inventory: () => asCaller((caller) => core.inventory(caller)),
    events: async (query) => (await asCaller((caller) => core.queryEvents(query, caller))).events,
    eventCounts: (selected, bucketMillis) => asCaller((caller) => core.countEvents(selected, bucketMillis, caller)),
    eventGroups: (selected, by) => asCaller((caller) => core.groupEvents(selected, by, caller)),
    follow: (selected, after) => asCaller((caller) => core.followEvents(selected, after, caller)),
    event: (eventId) => asCaller((caller) => core.event(eventId, caller)),
    why: (requestId) => asCaller((caller) => core.why(requestId, caller)),
    async administer(name, input) {
      if (!administers) throw new Called({ code: 'Forbidden', message: 'Only the administrator may do this.' })
      return asCaller((caller) => core.admin.execute(name, input, caller))
    },
  }
}
