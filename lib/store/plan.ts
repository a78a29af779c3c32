import { PRIMARY_KEYS, type Table } from '#kms/domain/rows.ts'
import type { Write } from '#kms/domain/writes.ts'
import { StoreError } from './errors.ts'

export type Answer = 'committed' | 'stale'

/** The columns that identify a row, with their values. */
export type RowKey = Readonly<Record<string, string | number>>

/** A write that is to be done, with the version that its row gets. */
export interface Change {
  readonly id: string
  readonly write: Exclude<Write, { readonly act: 'expect' }>
  readonly version: number
}

export interface BatchPlan {
  /** One for each transaction. */
  readonly answers: readonly Answer[]
  readonly changes: readonly Change[]
}

/** The row that a write is about; only its key columns, whatever else the write carries. */
export function rowKey(write: Write): RowKey {
  const subject = write.act === 'put' ? write.row : write.key
  return Object.fromEntries(PRIMARY_KEYS[write.table].map((column) => [column, Reflect.get(subject, column)]))
}

/** A name for a row, unique in the store. Only the last key column may hold a slash. */
export function rowId(table: Table, key: object): string {
  return `${table}/${PRIMARY_KEYS[table].map((column) => Reflect.get(key, column)).join('/')}`
}

export function idOf(write: Write): string {
  return rowId(write.table, write.act === 'put' ? write.row : write.key)
}

/**
 * Decides which transactions of a batch are current, in order: one is stale as a whole when any of its writes was
 * planned on another version than the row has by then. `revision` becomes the version of every row that is put.
 */
export function planBatch(
  transactions: readonly { readonly writes: readonly Write[] }[],
  versionOf: (id: string) => number,
  revision: number,
): BatchPlan {
  const moved = new Map<string, number>()
  const changes: Change[] = []
  const isCurrent = (write: Write) => {
    const id = idOf(write)
    return (moved.get(id) ?? versionOf(id)) === write.version
  }
  const answers = transactions.map(({ writes }): Answer => {
    if (!writes.every(isCurrent)) return 'stale'
    for (const write of writes) {
      if (write.act === 'expect') continue
      const change = { id: idOf(write), write, version: write.act === 'put' ? revision : 0 }
      moved.set(change.id, change.version)
      changes.push(change)
    }
    return 'committed'
  })
  return { answers, changes }
}

/** Throws when two writes of one transaction change the same row: which of them holds would be chance. */
export function assertOneChangePerRow(writes: readonly Write[]): void {
  if (writes.length < 2) return
  const changed = writes.filter((write) => write.act !== 'expect').map(idOf)
  const twice = changed.find((id, index) => changed.indexOf(id) !== index)
  if (twice !== undefined) throw new StoreError('bad-transaction', `a transaction changes the row ${twice} twice`)
}
