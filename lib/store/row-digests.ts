import type { RowDigest } from '#audit/event.ts'
import { rowDigest } from '#audit/row-digest.ts'
import { sha256Hex } from '#kernel/hash.ts'
import type { Table } from '#kms/domain/rows.ts'
import type { Write } from '#kms/domain/writes.ts'
import { rowKey } from './plan.ts'

/** Members whose changes leave no event. */
const OUTSIDE: Partial<Record<Table, readonly string[]>> = { session: ['seenAt'] }

/** Whether a table's rows are accounted for in the log. Checkpoints speak of the log and are signed themselves. */
export function isAccounted(table: Table): boolean {
  return table !== 'checkpoint'
}

/** What names a row in the log. A session's id is what its cookie is looked up by: of that there is only a hash. */
export function accountedKey(table: Table, key: readonly (string | number)[]): readonly (string | number)[] {
  if (table === 'session') return key.map((part) => sha256Hex(String(part)))
  return key.map((part) => (typeof part === 'string' ? part.toWellFormed() : part))
}

/** The digest that accounts for a row. */
export function digestOf(table: Table, row: object): string {
  return rowDigest(table, row, OUTSIDE[table])
}

/** What writes leave of the rows that they change, for the event of their transaction. */
export function rowDigests(writes: readonly Write[]): readonly RowDigest[] {
  return writes.flatMap((write) => {
    if (write.act === 'expect' || !isAccounted(write.table)) return []
    const sha256 = write.act === 'put' ? digestOf(write.table, write.row) : null
    return [{ table: write.table, key: accountedKey(write.table, Object.values(rowKey(write))), sha256 }]
  })
}
