const brand = Symbol.for('keystead.store-error')

/**
 * What went wrong with the store:
 * - `locked`: another process owns the data.
 * - `unusable`: the file cannot be opened or written.
 * - `not-a-database`, `foreign-database`, `corrupt`: the file is not ours to write, or damaged.
 * - `migration-unknown`, `migration-edited`, `migration-failed`: its schema is not the one of this program.
 * - `pragma`: a connection did not take a setting that durability rests on.
 * - `write-failed`: a batch could not be written and nothing of it is kept; later ones may succeed.
 * - `writer-crashed`: the writer ended while this was being written; it may or may not be kept.
 * - `moved`: the files were taken away while this was being written; it may or may not be kept in them.
 * - `overloaded`: too much waits to be written; this was not taken.
 * - `no-sandbox`: a call in a sandbox that is gone, though there may be another of its name; it was not taken.
 * - `bad-transaction`: a transaction that contradicts itself or the rows that there are; nothing of it is kept.
 * - `closed`: the store was closed.
 */
export type StoreErrorCode =
  | 'locked'
  | 'unusable'
  | 'not-a-database'
  | 'foreign-database'
  | 'corrupt'
  | 'migration-unknown'
  | 'migration-edited'
  | 'migration-failed'
  | 'pragma'
  | 'write-failed'
  | 'writer-crashed'
  | 'moved'
  | 'overloaded'
  | 'no-sandbox'
  | 'bad-transaction'
  | 'closed'

/** A failure of the store. The message tells the operator what to do. */
export class StoreError extends Error {
  readonly [brand] = true
  readonly code: StoreErrorCode

  constructor(code: StoreErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'StoreError'
    this.code = code
  }
}

/** Recognises by brand, not by class: the server and Next's bundles hold several copies of this module. */
export function isStoreError(value: unknown): value is StoreError {
  return value instanceof Error && brand in value
}

/** The words of anything that was thrown. */
export function reasonOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown)
}
