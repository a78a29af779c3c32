import type { EpochMillis } from '#kernel/ids.ts'
import type { Caller, Write } from '#kms/ports.ts'
import type { Members, MembersOf } from '#model/query/shape.ts'
import type { MoreConditions } from '#policy/request-context.ts'
import type { IamPorts, InAccount } from './ports.ts'

/** What an operation is given: the caller's account, the moment, and the ports. */
export interface IamContext {
  readonly caller: Caller
  /** IAM sees nothing beyond the caller's own account. */
  readonly place: InAccount
  /** The sandbox's clock, read once for the whole call. */
  readonly now: EpochMillis
  readonly ports: IamPorts
}

/** One question to the policy engine. */
export interface IamCheck {
  /** `iam:CreateUser`. */
  readonly action: string
  /** What policies compare: an ARN, or `*`. */
  readonly resource: string
  /** How AWS names the resource when it refuses, where that is not the ARN. */
  readonly shownAs?: string
  readonly conditions?: MoreConditions
}

/** Never empty: an operation that forgets to authorize does not compile. */
export type IamChecks = readonly [IamCheck, ...IamCheck[]]

/** What an operation intends, before anything is decided or done. */
export interface IamPlan<O extends Members> {
  readonly checks: IamChecks
  /** Gives what it wants written as data. Runs once all checks have passed; nothing is answered before the commit. */
  run(): Promise<IamResult<O>> | IamResult<O>
}

export interface IamResult<O extends Members> {
  readonly answer: MembersOf<O>
  readonly writes?: readonly Write[]
}

export interface IamOperation<I extends Members, O extends Members> {
  readonly input: I
  /** Members in AWS's order; none where AWS answers without a result. */
  readonly output: O
  plan(input: MembersOf<I>, context: IamContext): Promise<IamPlan<O>> | IamPlan<O>
}

/** Lets the types of input and answer follow from their shapes. */
export function operation<const I extends Members, const O extends Members>(
  definition: IamOperation<I, O>,
): IamOperation<I, O> {
  return definition
}
