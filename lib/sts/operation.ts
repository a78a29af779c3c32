import type { EpochMillis } from '#kernel/ids.ts'
import type { Caller } from '#kms/ports.ts'
import type { Members, MembersOf } from '#model/query/shape.ts'
import type { Sides } from '#policy/sides.ts'
import type { StsPorts } from './ports.ts'

/** What an operation is given: the caller, the moment, and the ports. */
export interface StsContext {
  readonly caller: Caller
  /** The sandbox's clock, read once for the whole call. */
  readonly now: EpochMillis
  readonly ports: StsPorts
}

/** One question, and its answer as both accounts may know it. Throws AccessDenied. */
export type StsCheck = () => Promise<Sides>

/** Never empty: an operation that needs no permission says so. */
export type StsChecks = 'nobody needs permission' | readonly [StsCheck, ...StsCheck[]]

/** What an operation intends, before anything is decided or done. */
export interface StsPlan<O extends Members> {
  readonly checks: StsChecks
  run(): Promise<MembersOf<O>> | MembersOf<O>
}

export interface StsOperation<I extends Members, O extends Members> {
  readonly input: I
  /** Members in AWS's order. */
  readonly output: O
  plan(input: MembersOf<I>, context: StsContext): Promise<StsPlan<O>> | StsPlan<O>
}

/** Lets the types of input and answer follow from their shapes. */
export function operation<const I extends Members, const O extends Members>(
  definition: StsOperation<I, O>,
): StsOperation<I, O> {
  return definition
}
