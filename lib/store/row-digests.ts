import type { EventDraft, RowDigest } from '#audit/event.ts'
import { rowDigest } from '#audit/row-digest.ts'
import { sha256Hex } from '#kernel/hash.ts'
import type { SandboxId } from '#kernel/ids.ts'
import { MAIN_SANDBOX } from '#kernel/scope.ts'
import type { Table } from '#kms/domain/rows.ts'
import type { Write } from '#kms/domain/writes.ts'
import { rowKey } from './plan.ts'

/** Members whose changes leave no event: when a session was seen, and the MAC, which changes with it. */
const OUTSIDE: Partial<Record<Table, readonly string[]>> = { session: ['seenAt', 'mac'] }

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

/** Rows that the log of `main` accounts for, whatever sandbox they are of: they outlive the sandbox's own log. */
const OF_MAIN: ReadonlySet<Table> = new Set(['instance', 'sandbox', 'snapshot', 'domainKey'])

/** The sandbox whose log accounts for the row that a write is about. */
export function logOf(write: Write): SandboxId {
  if (OF_MAIN.has(write.table)) return MAIN_SANDBOX
  const sandbox: unknown = Reflect.get(write.act === 'put' ? write.row : write.key, 'sandbox')
  // A session that is removed is named by its id alone.
  return typeof sandbox === 'string' ? (sandbox as SandboxId) : MAIN_SANDBOX
}

/**
 * What writes leave of the rows that they change, for each event of their transaction: the first event of a log tells of
 * that log's rows, the first of all also of those whose log has none, and of what is carried.
 */
export function rowsByEvent(
  writes: readonly Write[],
  events: readonly Pick<EventDraft, 'sandbox'>[],
  carried: readonly RowDigest[] = [],
): readonly (readonly RowDigest[])[] {
  const told: RowDigest[][] = events.map(() => [])
  const [first] = told
  if (!first) return told
  for (const write of writes) {
    if (write.act === 'expect' || !isAccounted(write.table)) continue
    const sha256 = write.act === 'put' ? digestOf(write.table, write.row) : null
    const own = told[events.findIndex(({ sandbox }) => sandbox === logOf(write))] ?? first
    own.push({ table: write.table, key: accountedKey(write.table, Object.values(rowKey(write))), sha256 })
  }
  first.push(...carried)
  return told
}
