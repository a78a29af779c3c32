import type { EventDraft } from '#audit/event.ts'
import type { Json } from '#audit/record.ts'
import type { AliasArn, EpochMillis, KeyArn } from '#kernel/ids.ts'
import type { Scope } from '#kernel/scope.ts'
import type { Input, OperationName, Output } from '#model/api.ts'
import type { ConditionContext, GrantInForce, GrantTerms } from '#policy/request.ts'
import type { Write } from './domain/writes.ts'
import type { Caller, KeyRecord, Ports } from './ports.ts'
import type { Probes } from './probes.ts'

/** What an operation is given: the call's scope and moment, and the ports. */
export interface Context {
  readonly caller: Caller
  readonly scope: Scope
  /** The sandbox's clock, read once for the whole call. */
  readonly now: EpochMillis
  readonly ports: Ports
  /** The proxies' word, the same in every plan of the call. */
  readonly probes: Probes
  /** Whether nothing is wanted but whether the call could be made. */
  readonly isDryRun: boolean
}

/** What a check is about. A key carries its record, for its policy; an alias has no policy of its own. */
export type Resource =
  | { readonly kind: 'key'; readonly arn: KeyArn; readonly record: KeyRecord; readonly named: 'request' | 'ciphertext' }
  | { readonly kind: 'alias'; readonly arn: AliasArn }
  | { readonly kind: 'none' }

/** One question to the policy engine. */
export interface Check {
  /** `kms:Encrypt`. */
  readonly action: string
  readonly resource: Resource
  readonly context: ConditionContext
  /** As it was sent: constraints of grants compare its names exactly. */
  readonly encryptionContext?: ReadonlyMap<string, string>
  /** Of CreateGrant: what the new grant is to allow. */
  readonly asksFor?: GrantTerms
  /** Of RetireGrant: the grant that is to end. */
  readonly retires?: GrantInForce
}

/** Never empty: an operation that forgets to authorize does not compile. */
export type Checks = readonly [Check, ...Check[]]

/** What an operation intends, before anything is decided or done. */
export interface Plan<N extends OperationName> {
  readonly checks: Checks
  /** Key usage and algorithm fit; throws. Runs after authorization and before the key-state table. */
  readonly fit?: () => void
  /** Keys whose state must allow the operation. */
  readonly states: readonly KeyRecord[]
  /** Does the work and gives what it wants written as data. Runs last; nothing is answered before the commit. */
  run(): Promise<Result<N>> | Result<N>
}

export interface Result<N extends OperationName> {
  readonly answer: Output<N>
  readonly writes?: readonly Write[]
  /** Events of the service itself, beside the call's own (RotateKey). */
  readonly events?: readonly EventDraft[]
  /** What the call's own record says beyond its request. */
  readonly trail?: Trail
}

export interface Trail {
  readonly additionalEventData?: Json
  /** ARNs listed beside those of the checked keys. */
  readonly resources?: readonly string[]
  /** ARN of the key that its responseElements name, where that is not the last of the checked ones. */
  readonly key?: KeyArn
}

export interface Operation<N extends OperationName> {
  plan(input: Input<N>, context: Context): Promise<Plan<N>> | Plan<N>
}
