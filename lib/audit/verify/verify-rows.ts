import type { RowDigest } from '../event.ts'
import { rowDigest } from '../row-digest.ts'
import type { PartFindings } from './read-part.ts'
import type { LoggedUse } from './source.ts'

/** A row that is not as the log left it. `seq`: the event that told of it last; 0 where none did. */
export interface RowFault {
  readonly seq: number
  readonly row: string
  readonly reason: string
}

interface Accounted {
  readonly digest: RowDigest
  readonly seq: number
  /** Up to which event it is the newest word. */
  readonly rank: number
  /** The last event that carried a digest of the row on. */
  readonly carriedAt: number
}

/** What the log of one sandbox says of the rows, gathered while it is read. */
export class RowLedger {
  readonly #rows = new Map<string, Accounted>()
  readonly #uses = new Map<string, LoggedUse>()

  /** Parts in the order of the log. */
  follow({ rows, uses }: Pick<PartFindings, 'rows' | 'uses'>): void {
    for (const { seq, rows: told, carriedThrough } of rows) {
      for (const digest of told) this.#tell(digest, seq, carriedThrough)
    }
    for (const use of uses) this.#uses.set(nameOf(placeOf(use)), use)
  }

  #tell(digest: RowDigest, seq: number, carriedThrough: number | undefined): void {
    const name = nameOf(digest)
    const known = this.#rows.get(name)
    const rank = carriedThrough ?? seq
    const carriedAt = carriedThrough === undefined ? (known?.carriedAt ?? 0) : seq
    if (known && known.rank > rank) this.#rows.set(name, { ...known, carriedAt })
    else this.#rows.set(name, { digest, seq, rank, carriedAt })
  }

  /** How many rows it knows to be there. */
  get size(): number {
    return [...this.#told().values()].filter(({ digest }) => digest.sha256 !== null).length
  }

  /**
   * What has to be carried on when the first `seq` events are taken away: the rows that they told of last. That a row is
   * gone is carried on only where a later event still carries that it was there.
   */
  upTo(seq: number): readonly RowDigest[] {
    const told = [...this.#told().values()].filter((each) => each.rank <= seq)
    return told.filter(({ digest, carriedAt }) => digest.sha256 !== null || carriedAt > seq).map(({ digest }) => digest)
  }

  /**
   * Every row that was edited, rolled back, swapped, taken away or put in behind the log's back, in the order of their
   * events.
   */
  compare(rows: readonly RowDigest[], uses: readonly LoggedUse[]): readonly RowFault[] {
    const found = new Map([...rows, ...uses.map(digestOfUse)].map((digest) => [nameOf(digest), digest.sha256]))
    const told = this.#told()
    const faults: RowFault[] = []
    for (const [row, { digest, seq }] of told) {
      const is = found.get(row) ?? null
      if (is !== digest.sha256) faults.push({ seq, row, reason: difference(digest.sha256, is) })
    }
    for (const row of found.keys()) {
      if (!told.has(row)) faults.push({ seq: 0, row, reason: 'no event tells of it' })
    }
    return faults.sort((a, b) => a.seq - b.seq)
  }

  /** With the uses of keys, which follow from the events themselves. */
  #told(): ReadonlyMap<string, Accounted> {
    const told = new Map(this.#rows)
    for (const [name, use] of this.#uses) {
      const carriedAt = told.get(name)?.carriedAt ?? 0
      told.set(name, { digest: digestOfUse(use), seq: use.seq, rank: use.seq, carriedAt })
    }
    return told
  }
}

/** The last use of a key as a row of the log's own. */
function digestOfUse(use: LoggedUse): RowDigest {
  return { ...placeOf(use), sha256: rowDigest('keyUse', use) }
}

function placeOf({ sandbox, account, region, resource }: LoggedUse) {
  return { table: 'keyUse', key: [sandbox, account, region, resource] } as const
}

const nameOf = ({ table, key }: Omit<RowDigest, 'sha256'>) => `${table} ${key.join('/')}`

function difference(must: string | null, is: string | null): string {
  if (must === null) return 'it was taken away, and is there again'
  return is === null ? 'it is missing' : 'it is not as it was written'
}
