/** Whether a root can be used right now; `reason` is for an operator and holds no secret. */
export type RootHealth = { readonly ok: true } | { readonly ok: false; readonly reason: string }

/**
 * Holds the root key and lets nobody see it. Asked at start and at rotations, never per request. `aad` must be
 * the same in both directions.
 */
export interface RootProvider {
  /** Public fingerprint of the key: the same for the same key, wherever it is kept. */
  readonly id: string
  /** Id of the instance it was made for, where that is kept with it. */
  readonly madeFor?: string
  wrap(bytes: Uint8Array, aad: Uint8Array): Promise<Buffer>
  /** Undefined when the bytes were not wrapped by this root with this `aad`. */
  unwrap(wrapped: Uint8Array, aad: Uint8Array): Promise<Buffer | undefined>
  health(): Promise<RootHealth>
}
