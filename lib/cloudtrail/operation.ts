import type { EpochMillis } from '#kernel/ids.ts'
import type { Caller } from '#kms/ports.ts'
import type { Input, OperationName, Output } from '#model/cloudtrail/api.ts'
import type { CloudTrailPorts } from './ports.ts'

/** What an operation is given: the caller, the moment, and the ports. */
export interface CloudTrailContext {
  readonly caller: Caller
  /** The sandbox's clock, read once for the whole call. */
  readonly now: EpochMillis
  readonly ports: CloudTrailPorts
}

export type CloudTrailAction = `cloudtrail:${string}`

/** What a call intends, before anything is decided or done. */
export interface CloudTrailPlan<A> {
  /** What the caller must be allowed. Never empty: a call that forgets to authorize does not compile. */
  readonly checks: readonly [CloudTrailAction, ...CloudTrailAction[]]
  run(): Promise<A>
}

export interface CloudTrailOperation<N extends OperationName> {
  /** Throws what is wrong with the input beyond what its model says. */
  plan(input: Input<N>, context: CloudTrailContext): CloudTrailPlan<Output<N>>
}
