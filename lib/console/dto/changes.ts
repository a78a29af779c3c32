import type { TagDto } from './keys.ts'
import type { ErrorDto } from './result.ts'

/** What came of doing one thing to several keys. */
export interface BatchDto {
  readonly done: readonly string[]
  readonly failed: readonly { readonly keyId: string; readonly error: ErrorDto }[]
}

/** A key as the create form asks for it. */
export interface NewKeyDto {
  readonly spec: string
  readonly usage: string
  readonly origin: string
  readonly multiRegion: boolean
  /** Of a key in a custom key store. */
  readonly keyStoreId?: string
  /** What the external key manager calls its key; in an external key store. */
  readonly xksKeyId?: string
  readonly description: string
  /** With the prefix `alias/`; empty for none. */
  readonly alias: string
  readonly tags: readonly TagDto[]
  /** Days between automatic rotations; absent for none. */
  readonly rotationPeriodInDays?: number
  /** Absent for the default key policy. */
  readonly policy?: string
}

/** The key that was made; what could not be added to it afterwards is told, not undone. */
export interface CreatedKeyDto {
  readonly keyId: string
  readonly problems: readonly { readonly part: 'alias' | 'rotation'; readonly error: ErrorDto }[]
}
