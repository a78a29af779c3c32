import type { RowDigest } from '../event.ts'
import type { PartFindings } from './read-part.ts'
import type { LoggedUse } from './source.ts'

/** A row that is not as the log left it. `seq`: the event that wrote it last; 0 where no event did. */
export interface RowFault {
  readonly seq: number
  readonly row: string
  readonly reason: string
}

interface Accounted {
  readonly digest: RowDigest
  readonly seq: number
}

/** What a log says of the rows, gathered while it is read. */
export class RowLedger {
  readonly #rows = new Map<string, Accounted>()
  readonly #uses = new Map<string, number>()

  /** Parts in the order of the log. */
  follow({ rows, uses }: Pick<PartFindings, 'rows' | 'uses'>): void {
    for (const { seq, rows: told, carried } of rows) {
      for (const digest of told) {
        const name = nameOf(digest.table, digest.key)
        if (!(carried && this.#rows.has(name))) this.#rows.set(name, { digest, seq })
      }
    }
    for (const use of uses) this.#uses.set(nameOfUse(use), use.seq)
  }

  /** How many rows it knows. */
  get size(): number {
    return this.upTo(Number.POSITIVE_INFINITY).length
  }

  /** The rows that are there and were told of last by one of the first `seq` events. */
  upTo(seq: number): readonly RowDigest[] {
    const told = [...this.#rows.values()].filter((each) => each.seq <= seq)
    return told.map(({ digest }) => digest).filter(({ sha256 }) => sha256 !== null)
  }

  /**
   * Every row that was edited, rolled back, swapped, taken away or put in behind the log's back, in the order of their
   * events. Uses by the first `pruned` events cannot be told any more.
   */
  compare(rows: readonly RowDigest[], uses: readonly LoggedUse[], pruned: number): readonly RowFault[] {
    const found = new Map(rows.map(({ table, key, sha256 }) => [nameOf(table, key), sha256]))
    const faults: RowFault[] = []
    for (const [row, { digest, seq }] of this.#rows) {
      const { sha256 } = digest
      const is = found.get(row) ?? null
      if (is !== sha256) faults.push({ seq, row, reason: difference(sha256, is) })
    }
    for (const row of found.keys()) {
      if (!this.#rows.has(row)) faults.push({ seq: 0, row, reason: 'no event tells of it' })
    }
    return [...faults, ...this.#compareUses(uses.filter(({ seq }) => seq > pruned))].sort((a, b) => a.seq - b.seq)
  }

  #compareUses(uses: readonly LoggedUse[]): RowFault[] {
    const found = new Map(uses.map((use) => [nameOfUse(use), use.seq]))
    return [...new Set([...found.keys(), ...this.#uses.keys()])].flatMap((row) => {
      const seq = this.#uses.get(row)
      if (seq === found.get(row)) return []
      return [{ seq: seq ?? 0, row, reason: 'it does not name the newest use of the key' }]
    })
  }
}

const nameOf = (table: string, key: readonly (string | number)[]) => `${table} ${key.join('/')}`
const nameOfUse = ({ account, region, resource }: LoggedUse) => nameOf('key_uses', [account, region, resource])

function difference(must: string | null, is: string | null): string {
  if (must === null) return 'it was taken away, and is there again'
  return is === null ? 'it is missing' : 'it is not as it was written'
}
