import type { Json } from '#audit/record.ts'
import type { AccountId, EpochMillis } from '#kernel/ids.ts'
import type { Caller, Write } from '#kms/ports.ts'
import type { Trace } from '#policy/explain/trace.ts'
import type { ClusterMembers, ClusterPlace, ListedCluster } from './cluster-members.ts'
import type { AdminPorts } from './ports.ts'

/** Root credentials of an account; the secret is told this once. */
export interface CreatedAccount {
  readonly accountId: AccountId
  readonly accessKeyId: string
  readonly secretAccessKey: string
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

/** What shows that an event is in a log that was signed; hashes in base64. */
export interface ProvedEvent {
  /** The last checkpoint, a signed note: see `#audit/checkpoint.ts`. */
  readonly checkpoint: string
  /** The event's text, whose hash is the leaf. */
  readonly event: string
  /** Of the leaf, from 0. */
  readonly index: number
  /** RFC 6962 section 2.1.1. */
  readonly inclusion: readonly string[]
  readonly since?: number
  /** RFC 6962 section 2.1.2: from the log of `since` events to that of the checkpoint. */
  readonly consistency?: readonly string[]
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
    readonly input: { readonly requestId: string; readonly accountId?: string }
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
  /** Of the answer, what may stand in the log. */
  readonly responseElements?: Json
}

export interface AdminOperation<N extends AdminOperationName> {
  /** Members of the input that stay out of the log. */
  readonly secrets?: readonly string[]
  /** The input as it came; throws ServiceError for any other shape. */
  parse(input: unknown): AdminInput<N>
  run(input: AdminInput<N>, caller: Caller, ports: AdminPorts): Promise<AdminResult<N>>
}
