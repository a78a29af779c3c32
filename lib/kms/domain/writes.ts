import { dueAt } from './due.ts'
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

/** Members that follow from the others of their row. */
const DERIVED = { key: 'dueAt' } as const
type Derived<T> = T extends keyof typeof DERIVED ? (typeof DERIVED)[T] : never

/** A row without what follows from the rest of it. */
export type NewRow<T extends Table> = Omit<Rows[T], Derived<T>>

function derived<T extends Table>(table: T, row: NewRow<T>): Rows[T] {
  const whole = table === 'key' ? { ...row, dueAt: dueAt(row as unknown as NewRow<'key'>) } : row
  return whole as unknown as Rows[T]
}

/** A row that must be new. */
export function insert<T extends Table>(table: T, row: NewRow<T>): Put<T> {
  return { act: 'put', table, row: derived(table, row), version: 0 }
}

/** Replaces members of a row that was read at a version. */
export function update<T extends Table>(
  table: T,
  stored: Rows[T] & { version: number },
  change: Partial<NewRow<T>>,
): Put<T> {
  const { version, ...row } = stored
  return { act: 'put', table, row: derived(table, { ...row, ...change } as unknown as NewRow<T>), version }
}

/** Takes a row away that was read at a version. */
export function remove<T extends Table>(table: T, stored: PrimaryKey<T> & { version: number }): Remove<T> {
  return { act: 'remove', table, key: stored, version: stored.version }
}

/** Changes nothing, and makes the whole transaction stale when the row has moved on since it was read. */
export function expect<T extends Table>(table: T, stored: PrimaryKey<T> & { version: number }): Expect<T> {
  return { act: 'expect', table, key: stored, version: stored.version }
}
