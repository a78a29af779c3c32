import type { SandboxId } from '#kernel/ids.ts'
import type { PrimaryKey, Rows, Stored, Table } from '#kms/domain/rows.ts'
import { PRIMARY_KEYS } from '#kms/domain/rows.ts'
import type { Change } from '../plan.ts'
import { rowId } from '../plan.ts'

type TableMap = { readonly [T in Table]: Map<string, Stored<Rows[T]>> }

/** The rows that a table has of a sandbox, each with its id. */
export interface SandboxRows {
  readonly table: Table
  readonly rows: readonly (readonly [id: string, row: object])[]
}

const tableNames = (rows: TableMap) => Object.keys(rows) as Table[]

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
    serviceItem: new Map(),
    domainKey: new Map(),
    session: new Map(),
    loginProfile: new Map(),
    instance: new Map(),
    checkpoint: new Map(),
    sandbox: new Map(),
    snapshot: new Map(),
    draw: new Map(),
  }

  get<T extends Table>(table: T, key: PrimaryKey<T>): Stored<Rows[T]> | undefined {
    return this.#rows[table].get(rowId(table, key))
  }

  /** The rows that satisfy a predicate, in order of their primary key. */
  where<T extends Table>(table: T, predicate: (row: Stored<Rows[T]>) => boolean): Stored<Rows[T]>[] {
    return [...this.#rows[table].values()].filter(predicate).sort((a, b) => comparePrimaryKeys(table, a, b))
  }

  /** The rows of a sandbox, by table and id; without those of one table. */
  ofSandbox(sandbox: SandboxId, except?: Table): readonly SandboxRows[] {
    return tableNames(this.#rows).flatMap((table) => {
      if (table === except) return []
      const rows: ReadonlyMap<string, object> = this.#rows[table]
      return [{ table, rows: [...rows].filter(([, row]) => Reflect.get(row, 'sandbox') === sandbox) }]
    })
  }

  /** Takes the rows of a sandbox away, without those of one table, and puts others in their place. */
  replace(sandbox: SandboxId, kept: readonly SandboxRows[], version: number, except?: Table): void {
    for (const { table, rows } of this.ofSandbox(sandbox, except)) {
      for (const [id] of rows) this.#rows[table].delete(id)
    }
    for (const { table, rows } of kept) {
      const into: Map<string, object> = this.#rows[table]
      for (const [id, row] of rows) into.set(id, { ...structuredClone(row), version })
    }
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

export function comparePrimaryKeys(table: Table, a: object, b: object): number {
  for (const column of PRIMARY_KEYS[table]) {
    const [left, right]: (string | number)[] = [Reflect.get(a, column), Reflect.get(b, column)]
    if (left === right || left === undefined || right === undefined) continue
    return left < right ? -1 : 1
  }
  return 0
}
