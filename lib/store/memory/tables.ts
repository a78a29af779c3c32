import type { PrimaryKey, Rows, Stored, Table } from '#kms/domain/rows.ts'
import { PRIMARY_KEYS } from '#kms/domain/rows.ts'
import type { Change } from '../plan.ts'
import { rowId } from '../plan.ts'

type TableMap = { readonly [T in Table]: Map<string, Stored<Rows[T]>> }

/** Rows by table, each under its id. */
export class MemoryTables {
  readonly #rows: TableMap = {
    key: new Map(),
    material: new Map(),
    policy: new Map(),
    tag: new Map(),
    alias: new Map(),
    grant: new Map(),
    keyStore: new Map(),
    cluster: new Map(),
    account: new Map(),
    identity: new Map(),
    managedPolicy: new Map(),
    policyDocument: new Map(),
    attachment: new Map(),
    membership: new Map(),
    accessKey: new Map(),
    domainKey: new Map(),
    session: new Map(),
    instance: new Map(),
    checkpoint: new Map(),
  }

  get<T extends Table>(table: T, key: PrimaryKey<T>): Stored<Rows[T]> | undefined {
    return this.#rows[table].get(rowId(table, key))
  }

  /** The rows that satisfy a predicate, in order of their primary key. */
  where<T extends Table>(table: T, predicate: (row: Stored<Rows[T]>) => boolean): Stored<Rows[T]>[] {
    return [...this.#rows[table].values()].filter(predicate).sort((a, b) => comparePrimaryKeys(table, a, b))
  }

  versionOf(id: string): number {
    const table = id.slice(0, id.indexOf('/')) as Table
    return this.#rows[table].get(id)?.version ?? 0
  }

  apply({ id, write, version }: Change): void {
    const rows: Map<string, object> = this.#rows[write.table]
    if (write.act === 'remove') rows.delete(id)
    else rows.set(id, { ...structuredClone(write.row), version })
  }
}

function comparePrimaryKeys(table: Table, a: object, b: object): number {
  for (const column of PRIMARY_KEYS[table]) {
    const [left, right]: (string | number)[] = [Reflect.get(a, column), Reflect.get(b, column)]
    if (left === right || left === undefined || right === undefined) continue
    return left < right ? -1 : 1
  }
  return 0
}
