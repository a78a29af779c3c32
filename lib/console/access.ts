import 'server-only'

import { headers } from 'next/headers'
import type { AdminInput, AdminOperationName, AdminOutput } from '#admin/execute.ts'
import type { AuditEvent } from '#audit/event.ts'
import type { ConsoleSession } from '#auth/sessions.ts'
import type { IamInput, IamOperationName, IamOutput } from '#iam/execute.ts'
import type { EpochMillis } from '#kernel/ids.ts'
import type { Scope } from '#kernel/scope.ts'
import { MAIN_SANDBOX } from '#kernel/scope.ts'
import type {
  Caller,
  EventCount,
  EventGroup,
  EventQuery,
  EventSelection,
  GroupAttribute,
  RequestSource,
  Sandbox,
} from '#kms/ports.ts'
import type { Input, OperationName, Output } from '#model/api.ts'
import { findRegion } from '#model/regions.ts'
import {
  type FamilyMember,
  type GrantInventory,
  type Holdings,
  type Instance,
  type InventoryEntry,
  instance,
  type KeyStoreHealth,
} from '#runtime/instance.ts'
import type { LogCheckReport } from '#runtime/log-check.ts'
import type { StsInput, StsOperationName, StsOutput } from '#sts/execute.ts'
import { isAdministrator } from './administrator.ts'
import type { ScopeDto } from './dto/scope.ts'
import { entryOf } from './entry.ts'
import { Called } from './error-dto.ts'
import { sourceOf } from './request-source.ts'
import { parseScope } from './scope-path.ts'
import { currentSession, watchSession } from './session.ts'

type Selected = Omit<EventSelection, 'sandbox' | 'account'>

/** An answer, and where it is found in the log. */
export interface Recorded<N extends OperationName> {
  readonly answer: Output<N>
  readonly requestId: string
}

/** What the console may ask of the service, for one session in one scope. Every call is authorized and recorded. */
export interface Console {
  readonly scope: Scope
  /** The present one, as it acts in this scope: in a sandbox beside `main`, as the root user of the account. */
  readonly session: ConsoleSession
  /** The sandbox, where it is not `main`. */
  readonly sandbox: Sandbox | undefined
  /** For what outlasts its request: tells later whether the session goes on and may still act here. */
  watch(): Promise<() => Promise<boolean>>
  /** The same session in another Region that KMS knows. */
  in(region: string): Console
  /** The sandbox's clock. */
  now(): EpochMillis
  wallTime(): EpochMillis
  /** Throws Called: the error of the service with the request id it is recorded under. */
  call<N extends OperationName>(name: N, input: Input<N>): Promise<Output<N>>
  /** The same, with the request id that the call is recorded under. */
  recorded<N extends OperationName>(name: N, input: Input<N>): Promise<Recorded<N>>
  iam<N extends IamOperationName>(name: N, input: IamInput<N>): Promise<IamOutput<N>>
  sts<N extends StsOperationName>(name: N, input: StsInput<N>): Promise<StsOutput<N>>
  inventory(): Promise<readonly InventoryEntry[]>
  /** What the account costs in a month; in this one where none is named. */
  cost(month: Parameters<Instance['cost']>[0]): ReturnType<Instance['cost']>
  /** Members of the multi-Region keys of all Regions. */
  families(): Promise<readonly FamilyMember[]>
  keyStoreHealth(customKeyStoreId: string): Promise<KeyStoreHealth | undefined>
  /** Request quotas of the account and Region, and what was drawn from them. */
  quotas(): ReturnType<Instance['quotas']>
  /** The inventory with what is counted beside it, in one call too. */
  holdings(): Promise<Holdings>
  /** How far the audit log goes, and what was signed of it. It says nothing of events, so reading it is not recorded. */
  auditHealth(): Promise<Awaited<ReturnType<Instance['auditHead']>> & { readonly trouble?: string }>
  /** Grants in force on the keys of the Region. */
  grantInventory(): Promise<GrantInventory>
  events(query: Omit<EventQuery, 'sandbox' | 'account'>): Promise<readonly AuditEvent[]>
  eventCounts(selected: Selected, bucketMillis: number): Promise<readonly EventCount[]>
  eventGroups(selected: Selected, by: readonly GroupAttribute[]): Promise<readonly EventGroup[]>
  /** How many of the events hold each of some texts. */
  textCounts(selected: Selected, texts: readonly string[], bucketMillis: number): ReturnType<Instance['countTexts']>
  /** Follows the log from behind a sequence number, or from now on. */
  follow(selected: Selected, after?: number): ReturnType<Instance['followEvents']>
  event(eventId: string): Promise<AuditEvent | undefined>
  proveEvent(eventId: string): ReturnType<Instance['proveEvent']>
  readonly auditPublicKey: string
  /** How many events the sandbox's log has. */
  logSize(): number
  /** Undefined when the log of the account has no call of that request id. */
  why(requestId: string): ReturnType<Instance['why']>
  /** What the session may do with a key, or without one. */
  permitted(keyId: string | undefined): ReturnType<Instance['permitted']>
  /** Who there is in the account, with their policies. */
  accountSubjects(): ReturnType<Instance['accountSubjects']>
  replay(question: Parameters<Instance['replay']>[0]): ReturnType<Instance['replay']>
  /** Undefined when the log of the account has no call of that request id. */
  recall(requestId: string): ReturnType<Instance['recall']>
  /** Whether the session is that of the administrator: the root user of the first account. */
  readonly administers: boolean
  /**
   * What concerns the accounts of this sandbox; in `main`, the whole installation. Asks nothing of the service where the
   * session does not administer it.
   */
  administer<N extends AdminOperationName>(name: N, input: AdminInput<N>): Promise<AdminOutput<N>>
  /** The same from `main`, wherever the page is: the sandboxes, which `main`'s log tells of. */
  administerMain<N extends AdminOperationName>(name: N, input: AdminInput<N>): Promise<AdminOutput<N>>
  /** How many accounts and keys each sandbox has, for the administrator. It names nothing, so reading it is not recorded. */
  populations(): ReturnType<Instance['populations']>
  /** How far the loading of the sample is; for the administrator. It is no call of a service and leaves no event. */
  demoProgress(): ReturnType<Instance['demoProgress']>
  /** Verifies the whole log; for the administrator, as `lastCheck`. */
  checkLog(progress: (read: number, all: number) => void, signal: AbortSignal): Promise<LogCheckReport>
  lastCheck(): Promise<LogCheckReport | undefined>
}

export type Access =
  | { readonly kind: 'granted'; readonly console: Console }
  | { readonly kind: 'signed-out' }
  | { readonly kind: 'forbidden' }
  | { readonly kind: 'no-such-scope' }
  | { readonly kind: 'another-principal' }

/** Whether the present request may act in a scope, and as whom; as nobody but `as` where that is given. */
export async function access(path: ScopeDto, as?: string): Promise<Access> {
  const session = await currentSession()
  if (!session) return { kind: 'signed-out' }
  const scope = parseScope(path)
  if (!scope) return { kind: 'no-such-scope' }
  const { config, sandboxes, hosts } = instance()
  const ports = {
    firstAccount: config.accountId,
    hosts: async (place: Pick<Scope, 'sandbox' | 'account'>) =>
      sandboxes.get(place.sandbox) !== undefined && (await hosts(place)),
  }
  const entry = await entryOf(session, scope, ports, as)
  if (entry.kind !== 'granted') return entry
  return { kind: 'granted', console: consoleFor({ signedIn: session, acting: entry.session }, scope, await headers()) }
}

interface Who {
  /** As the session is in `main`. */
  readonly signedIn: ConsoleSession
  /** As it acts in the scope. */
  readonly acting: ConsoleSession
}

/** Who calls, in a session and a scope. */
export function callerOf(session: ConsoleSession, scope: Scope, request: RequestSource): Caller {
  const { principal, accessKeyId, tags, callerSession } = session
  const known = { ...(accessKeyId !== undefined && { accessKeyId }), ...(tags && { tags }) }
  return { principal, scope, request, ...known, ...(callerSession && { session: callerSession }) }
}

function consoleFor(who: Who, scope: Scope, from: Headers): Console {
  const core = instance()
  const { signedIn, acting: session } = who
  async function as<T>(caller: (request: RequestSource) => Caller, ask: (caller: Caller) => Promise<T>): Promise<T> {
    const request = sourceOf(from, core.ids)
    try {
      return await ask(caller(request))
    } catch (error) {
      throw Called.of(error, request.id, core.log)
    }
  }
  const asCaller = <T>(ask: (caller: Caller) => Promise<T>) => as((request) => callerOf(session, scope, request), ask)
  const administers = isAdministrator(signedIn.principal, core.config.accountId)
  return {
    scope,
    session,
    sandbox: core.sandboxes.get(scope.sandbox),
    administers,
    async watch() {
      const goesOn = await watchSession(signedIn)
      const isThere = () => scope.sandbox === MAIN_SANDBOX || core.sandboxes.get(scope.sandbox) !== undefined
      return async () => isThere() && (await goesOn())
    },
    in(region) {
      const there = findRegion(region)
      if (!there) throw new Error(`there is no Region ${region}`)
      return consoleFor(who, { ...scope, region: there.region }, from)
    },
    now: () => core.clocks.of(scope.sandbox).now(),
    wallTime: () => core.clocks.wall.now(),
    call: (name, input) => asCaller((caller) => core.execute(name, input, caller)),
    recorded: (name, input) =>
      asCaller(async (caller) => ({
        answer: await core.execute(name, input, caller),
        requestId: caller.request.id,
      })),
    iam: (name, input) => asCaller((caller) => core.iam.execute(name, input, caller)),
    sts: (name, input) => asCaller((caller) => core.sts.execute(name, input, caller)),
    inventory: () => asCaller((caller) => core.inventory(caller)),
    cost: (month) => asCaller((caller) => core.cost(month, caller)),
    families: () => asCaller((caller) => core.families(caller)),
    keyStoreHealth: (id) => asCaller((caller) => core.keyStoreHealth(id, caller)),
    quotas: () => asCaller((caller) => core.quotas(caller)),
    holdings: () => asCaller((caller) => core.holdings(caller)),
    async auditHealth() {
      const [head, health] = await Promise.all([core.auditHead(scope.sandbox), core.health()])
      return { ...head, ...(health.ok ? {} : { trouble: health.reason }) }
    },
    grantInventory: () => asCaller((caller) => core.grantInventory(caller)),
    events: async (query) => (await asCaller((caller) => core.queryEvents(query, caller))).events,
    eventCounts: (selected, bucketMillis) => asCaller((caller) => core.countEvents(selected, bucketMillis, caller)),
    eventGroups: (selected, by) => asCaller((caller) => core.groupEvents(selected, by, caller)),
    textCounts: (selected, texts, bucketMillis) =>
      asCaller((caller) => core.countTexts(selected, texts, bucketMillis, caller)),
    follow: (selected, after) => asCaller((caller) => core.followEvents(selected, after, caller)),
    event: (eventId) => asCaller((caller) => core.event(eventId, caller)),
    accountSubjects: () => asCaller((caller) => core.accountSubjects(caller)),
    replay: (question) => asCaller((caller) => core.replay(question, caller)),
    recall: (requestId) => asCaller((caller) => core.recall(requestId, caller)),
    permitted: (keyId) => asCaller((caller) => core.permitted(keyId, caller)),
    proveEvent: (eventId) => asCaller((caller) => core.proveEvent(eventId, caller)),
    auditPublicKey: core.auditPublicKey,
    logSize: () => core.logSize(scope.sandbox),
    why: (requestId) => asCaller((caller) => core.why(requestId, caller)),
    demoProgress() {
      if (!administers) throw notAdministrator()
      return core.demoProgress()
    },
    async administer(name, input) {
      if (!administers) throw notAdministrator()
      return asCaller((caller) => core.admin.execute(name, input, caller))
    },
    async administerMain(name, input) {
      if (!administers) throw notAdministrator()
      const main = { ...signedIn.scope, region: scope.region }
      return as(
        (request) => callerOf(signedIn, main, request),
        (caller) => core.admin.execute(name, input, caller),
      )
    },
    async populations() {
      if (!administers) throw notAdministrator()
      return core.populations()
    },
    async checkLog(progress, signal) {
      if (!administers) throw notAdministrator()
      return asCaller((caller) => core.logCheck.run(caller, progress, signal))
    },
    lastCheck: async () => (administers ? core.logCheck.last(scope) : undefined),
  }
}

const notAdministrator = () => new Called({ code: 'Forbidden', message: 'Only the administrator may do this.' })
