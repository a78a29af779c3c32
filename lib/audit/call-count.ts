import type { AccountId, Region, SandboxId } from '#kernel/ids.ts'

/** A part of the log of an account: the events behind a place, to another. */
export interface LogPart {
  readonly sandbox: SandboxId
  readonly account: AccountId
  /** Exclusive. */
  readonly after: number
  /** Inclusive. */
  readonly to: number
}

/** Events of one month that are alike in what calls are priced by. */
export interface CallCount {
  /** `2026-11`, in UTC. */
  readonly month: string
  readonly region: Region
  readonly eventName: string
  /** As the event has it: of a call of another account, that account. */
  readonly principal: string
  /** ARN of the first resource. */
  readonly resource: string | null
  /** Of calls that ask for a data key pair. */
  readonly keyPairSpec: string | null
  readonly count: number
}
