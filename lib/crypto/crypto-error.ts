const brand = Symbol.for('keystead.crypto-error')

/** Stable names of what an operator must see to. */
export type CryptoErrorCode =
  | 'RootKeyMissing'
  | 'RootKeyExists'
  | 'RootKeyExposed'
  | 'RootKeyDamaged'
  | 'RootMismatch'
  | 'InstanceKeyDamaged'
  | 'CheckpointKeyDamaged'
  | 'ExportKeyDamaged'
  | 'DomainKeyDamaged'
  | 'DomainKeyMissing'
  | 'RowChanged'
  | 'KeyringClosed'

/** A fault of the set-up, not of a request: its message says what is wrong and what to do, and holds no secret. */
export class CryptoError extends Error {
  readonly [brand] = true
  readonly code: CryptoErrorCode

  constructor(code: CryptoErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'CryptoError'
    this.code = code
  }
}

/** Recognises by brand, not by class: the server and Next's bundles hold several copies of this module. */
export function isCryptoError(value: unknown): value is CryptoError {
  return value instanceof Error && brand in value
}
