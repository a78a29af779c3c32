import type { AuditEvent } from '#audit/event.ts'
import type { FixtureIdentities, FixtureIdentityLists } from '#iam/ports/fixture.ts'
import type { AccountId, EpochMillis, SandboxId } from '#kernel/ids.ts'
import type { Ids, Secrets } from '#kernel/random.ts'
import type { Scope } from '#kernel/scope.ts'
import type { FixtureKeys, UniqueIdOf } from '#kms/ports/fixture.ts'
import type { FixtureKeyStores } from '#kms/ports/fixture-key-stores.ts'
import type { Caller, Clocks, DueChange, SandboxRow, Store, Vault, Write } from '#kms/ports.ts'
import type { Trace } from '#policy/explain/trace.ts'
import type { FixtureClusters } from './fixture/clusters.ts'
import type { ScenarioPlayer } from './scenarios.ts'

/** All that the service is given, once, by the composition root. */
export interface AdminPorts {
  readonly store: Store
  readonly clocks: Clocks
  readonly ids: Ids
  readonly secrets: Secrets
  readonly vault: Vault
  /** A call in an account's log with the trace of every decision; undefined when there is none. */
  explain(requestId: string, place: Pick<Scope, 'sandbox' | 'account'>): Promise<ExplainedCall | undefined>
  /**
   * Does what fell due in a sandbox, in order and each at its own time. How many keys were changed; `tell` is told of
   * each.
   */
  catchUp(sandbox: SandboxId, tell: (change: DueChange) => void): Promise<number>
  /** Fills a fresh installation with the sample, for its first account and the Region of the caller. */
  loadDemo(caller: Caller): Promise<LoadedDemo>
  readonly fixtures: FixtureWorks
  /** There are none where it is left out. */
  readonly scenarios?: ScenarioPlayer
}

/** What makes the things that a fixture says. */
export interface FixtureWorks {
  /** Runs work for a sandbox that is not there yet, with what its row says. Throws while another does so for its id. */
  withNew<T>(sandbox: SandboxRow, work: () => Promise<T>): Promise<T>
  /** A draft on what is there; `declared` are the accounts that the fixture has, with their identities. */
  draft(sandbox: SandboxId, declared: ReadonlyMap<AccountId, FixtureIdentityLists>): FixtureDraft
}

export interface FixtureDraft {
  /** Makes a scope fit to be wrapped and sealed in, by what is made on the draft. */
  begin(scope: Scope): Promise<void>
  readonly clusters: FixtureClusters
  readonly keyStores: FixtureKeyStores
  readonly keys: FixtureKeys
  readonly identities: FixtureIdentities
  readonly uniqueIdOf: UniqueIdOf
  /** What was made on it. */
  writes(): readonly Write[]
}

/** What the sample came to. */
export interface LoadedDemo {
  /** The sandbox's time of its first and last call. */
  readonly from: EpochMillis
  readonly to: EpochMillis
  /** The first account and the partners. */
  readonly accountIds: readonly AccountId[]
  /** How long the log has become. */
  readonly events: number
}

export interface ExplainedCall {
  readonly event: AuditEvent
  readonly traces: readonly Trace[]
}

export { clusterPasswordPurpose, zonesOf } from './cluster-members.ts'
export { MAX_TEXT } from './fixture/read-yaml.ts'
export type { ListedScenario, ScenarioPlayer, ScenarioState, ScenarioStep } from './scenarios.ts'
