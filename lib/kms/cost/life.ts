import type { EpochMillis, KeyArn, KeyId, Region } from '#kernel/ids.ts'

/** From `from` until `to`, which is exclusive. */
export interface Span {
  readonly from: EpochMillis
  readonly to: EpochMillis
}

/** All of a key that its storage is priced by. */
export interface KeyLife {
  readonly arn: KeyArn
  readonly keyId: KeyId
  readonly region: Region
  readonly spec: string
  readonly manager: 'CUSTOMER' | 'AWS'
  readonly multiRegion: boolean
  /** Its material is in a custom key store. */
  readonly inKeyStore: boolean
  readonly aliases: readonly string[]
  readonly createdAt: EpochMillis
  /** When each further material became the current one, in order; of a replica also those before its own time. */
  readonly rotations: readonly EpochMillis[]
  /** Since when its deletion is pending, or was, when it is gone. */
  readonly waitingSince?: EpochMillis
  readonly deletedAt?: EpochMillis
  /** Waiting periods that were cancelled. */
  readonly cancelledWaits: readonly Span[]
  /** The next rotation that will come by itself. */
  readonly nextRotation?: EpochMillis
}
