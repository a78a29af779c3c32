import type { EventDraft } from '#audit/event.ts'
import type { EventProof } from '#audit/event-proof.ts'
import type { Json } from '#audit/record.ts'
import type { AccountId, EpochMillis, SandboxId } from '#kernel/ids.ts'
import type { Caller, Fault, QuotaProfile, WholeSandbox, Write } from '#kms/ports.ts'
import type { Trace } from '#policy/explain/trace.ts'
import type { ClusterMembers, ClusterPlace, ListedCluster } from './cluster-members.ts'
import type { DueChanges } from './due-tally.ts'
import type { AskedFault } from './fault-members.ts'
import type { AppliedFixture } from './fixture/apply.ts'
import type { ExportedFixture } from './fixture/export.ts'
import type { JsonSchema } from './fixture/json-schema.ts'
import type { AdminPorts, LoadedDemo } from './ports.ts'
import type { ClockMembers, ListedClock, ListedSandbox } from './sandbox-members.ts'
import type { ListedScenario, ScenarioState } from './scenarios.ts'
import type { ListedSnapshot, RestoredSandbox } from './snapshots.ts'

/** Root credentials of an account; the secret is told this once. */
export interface CreatedAccount {
  readonly accountId: AccountId
  readonly accessKeyId: string
  readonly secretAccessKey: string
}

/** A new sandbox with the root credentials of its first account; the secret is told this once. */
export interface CreatedSandbox extends CreatedAccount {
  readonly id: string
  /** What came of its fixture. */
  readonly fixture?: AppliedFixture
}

/** The time of a sandbox after a move, and what fell due until then: how often a key was changed, and by kind. */
export interface MovedClock extends ListedClock {
  readonly id: string
  readonly changedKeys: number
  readonly changes: readonly DueChanges[]
}

export interface ListedAccount {
  readonly accountId: AccountId
  readonly name: string
  readonly createdAt: EpochMillis
}

/** Why a call was allowed or refused. */
export interface ExplainedDecisions {
  readonly requestId: string
  readonly eventName: string
  readonly outcome: string
  /** One for each check of the call, in order. */
  readonly traces: readonly Trace[]
  /** The same for people, a line each. */
  readonly text: string
}

/** What shows that an event is in the log that was signed last. */
export interface ProvedEvent extends EventProof {
  readonly since?: number
  /** RFC 6962 section 2.1.2: from the log of `since` events to that of the checkpoint. */
  readonly consistency?: readonly string[]
}

interface OfScenario {
  readonly input: { readonly name: string }
  readonly output: ScenarioState
}

/** What each operation takes and answers. */
export interface AdminOperations {
  readonly CreateAccount: {
    readonly input: { readonly accountId?: string; readonly name?: string }
    readonly output: CreatedAccount
  }
  readonly ListAccounts: {
    readonly input: Readonly<Record<never, never>>
    readonly output: { readonly accounts: readonly ListedAccount[] }
  }
  readonly ExplainCall: {
    readonly input: { readonly id?: SandboxId; readonly requestId: string; readonly accountId?: string }
    readonly output: ExplainedDecisions
  }
  readonly CreateSimulatedCluster: {
    readonly input: ClusterPlace &
      ClusterMembers & {
        readonly clusterId?: string
        /** A cluster that it shares a backup history with. */
        readonly backupOf?: string
        readonly kmsuserPassword: string
      }
    readonly output: ListedCluster
  }
  readonly ListSimulatedClusters: {
    readonly input: Readonly<Record<never, never>>
    readonly output: { readonly clusters: readonly ListedCluster[] }
  }
  readonly UpdateSimulatedCluster: {
    readonly input: ClusterPlace & ClusterMembers & { readonly clusterId: string }
    readonly output: ListedCluster
  }
  readonly DeleteSimulatedCluster: {
    readonly input: ClusterPlace & { readonly clusterId: string }
    readonly output: { readonly clusterId: string }
  }
  readonly CreateSandbox: {
    readonly input: {
      readonly name?: string
      /** Made from the name. */
      readonly id?: SandboxId
      readonly accountId?: string
      readonly clock?: ClockMembers
      readonly seed?: string
      readonly quotas?: QuotaProfile
      /** A fixture, as text or as an object: what the sandbox is born with. */
      readonly fixture?: unknown
    }
    readonly output: CreatedSandbox
  }
  readonly ListSandboxes: {
    readonly input: Readonly<Record<never, never>>
    readonly output: { readonly sandboxes: readonly ListedSandbox[] }
  }
  readonly GetSandbox: {
    readonly input: { readonly id: SandboxId }
    readonly output: ListedSandbox & { readonly snapshots: readonly ListedSnapshot[] }
  }
  readonly DeleteSandbox: {
    readonly input: { readonly id: SandboxId }
    readonly output: { readonly id: string }
  }
  readonly ResetSandbox: {
    readonly input: { readonly id: SandboxId }
    readonly output: RestoredSandbox
  }
  readonly CreateSnapshot: {
    readonly input: { readonly id: SandboxId; readonly name: string }
    readonly output: ListedSnapshot
  }
  readonly RestoreSnapshot: {
    readonly input: { readonly id: SandboxId; readonly name: string }
    readonly output: RestoredSandbox
  }
  readonly DeleteSnapshot: {
    readonly input: { readonly id: SandboxId; readonly name: string }
    readonly output: { readonly id: string; readonly name: string }
  }
  readonly MoveClock: {
    readonly input: { readonly id: SandboxId } & ClockMembers
    readonly output: MovedClock
  }
  readonly SetFaults: {
    readonly input: { readonly id: SandboxId; readonly faults: readonly AskedFault[] }
    readonly output: { readonly id: string; readonly faults: readonly Fault[] }
  }
  readonly SetQuotas: {
    readonly input: { readonly id: SandboxId; readonly profile: QuotaProfile }
    readonly output: { readonly id: string; readonly profile: QuotaProfile }
  }
  readonly ApplyFixture: {
    /** Into `main` where no sandbox is named. */
    readonly input: { readonly id?: SandboxId; readonly fixture: unknown }
    readonly output: AppliedFixture
  }
  readonly ExportFixture: {
    readonly input: { readonly id?: SandboxId; readonly material?: boolean; readonly history?: boolean }
    readonly output: ExportedFixture
  }
  readonly GetFixtureSchema: {
    readonly input: Readonly<Record<never, never>>
    readonly output: JsonSchema
  }
  readonly LoadDemo: {
    readonly input: Readonly<Record<never, never>>
    readonly output: LoadedDemo
  }
  readonly ListScenarios: {
    readonly input: Readonly<Record<never, never>>
    readonly output: { readonly scenarios: readonly ListedScenario[] }
  }
  readonly GetScenario: OfScenario
  readonly StartScenario: OfScenario
  readonly ResetScenario: OfScenario
  readonly StopScenario: OfScenario
  readonly DoScenarioStep: {
    readonly input: { readonly name: string; readonly step: number }
    readonly output: ScenarioState
  }
  readonly ProveEvent: {
    readonly input: { readonly eventId: string; readonly since?: number }
    readonly output: ProvedEvent
  }
}

export type AdminOperationName = keyof AdminOperations
export type AdminInput<N extends AdminOperationName> = AdminOperations[N]['input']
export type AdminOutput<N extends AdminOperationName> = AdminOperations[N]['output']

/** What a call comes to, as data. */
export interface AdminResult<N extends AdminOperationName> {
  readonly answer: AdminOutput<N>
  readonly writes?: readonly Write[]
  /** Beside the call's own, in the logs of sandboxes. */
  readonly events?: readonly EventDraft[]
  /** What becomes of a whole sandbox, with the writes. */
  readonly whole?: WholeSandbox
  /** Of the answer, what may stand in the log. */
  readonly responseElements?: Json
  /** What is still to be done once all that is durable, before it is answered; gives the answer. */
  settle?(answer: AdminOutput<N>): Promise<AdminOutput<N>>
}

export interface AdminOperation<N extends AdminOperationName> {
  /** Members of the input that stay out of the log. */
  readonly secrets?: readonly string[]
  /** The input as it came; throws ServiceError for any other shape. */
  parse(input: unknown): AdminInput<N>
  run(input: AdminInput<N>, caller: Caller, ports: AdminPorts): Promise<AdminResult<N>>
}
