import type { PrimaryKey, Rows, Table } from './rows.ts'

/**
 * A change as data, with the version it was planned on: 0 says that the row must not exist.
 * `expect` changes nothing but makes the whole transaction stale when that row has moved on.
 */
export type Write = { [T in Table]: Put<T> | Remove<T> | Expect<T> }[Table]

export interface Put<T extends Table> {
  readonly act: 'put'
  readonly table: T
  readonly row: Rows[T]
  readonly version: number
}

export interface Remove<T extends Table> {
  readonly act: 'remove'
  readonly table: T
  readonly key: PrimaryKey<T>
  readonly version: number
}

export interface Expect<T extends Table> {
  readonly act: 'expect'
  readonly table: T
  readonly key: PrimaryKey<T>
  readonly version: number
}

/** A row that must be new. */
export function insert<T extends Table>(table: T, row: Rows[T]): Put<T> {
  return { act: 'put', table, row, version: 0 }
}

/** Replaces members of a row that was read at a version. */
export function update<T extends Table>(
  table: T,
  stored: Rows[T] & { version: number },
  change: Partial<Rows[T]>,
): Put<T> {
  const { version, ...row } = stored
  return { act: 'put', table, row: { ...row, ...change } as unknown as Rows[T], version }
}
