import type { KeyLifetime } from '#audit/event.ts'
import type { EpochMillis, KeyArn, KeyId, Region } from '#kernel/ids.ts'

/** From `from` until `to`, which is exclusive. */
export interface Span {
  readonly from: EpochMillis
  readonly to: EpochMillis
}

/** All of a key that its storage is priced by. */
export interface KeyLife extends KeyLifetime {
  readonly arn: KeyArn
  readonly keyId: KeyId
  readonly region: Region
  readonly manager: 'CUSTOMER' | 'AWS'
  readonly aliases: readonly string[]
  readonly deletedAt?: EpochMillis
  /** Waiting periods that were cancelled. */
  readonly cancelledWaits: readonly Span[]
  /** The next rotation that will come by itself. */
  readonly nextRotation?: EpochMillis
}
