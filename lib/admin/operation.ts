import type { Json } from '#audit/record.ts'
import type { AccountId, EpochMillis } from '#kernel/ids.ts'
import type { Caller, Write } from '#kms/ports.ts'
import type { Trace } from '#policy/explain/trace.ts'
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
  /** The input as it came; throws ServiceError for any other shape. */
  parse(input: unknown): AdminInput<N>
  run(input: AdminInput<N>, caller: Caller, ports: AdminPorts): Promise<AdminResult<N>>
}
