import { SEGMENT } from '#audit/segment.ts'
import { isStoreError, type StoreError } from '../../errors.ts'
import type { Driver } from '../client.ts'
import type { Db } from '../tables.ts'
import { encodeIndex } from './encode.ts'
import { INDEX_FORMAT } from './layout.ts'
import { firstOf, traitsBetween } from './rows.ts'

/** How many indexes are made before the next batch of events has its turn: as many as a batch completes. */
const AT_ONCE = 2

interface Place {
  readonly sandbox: string
  readonly segment: number
}

/** Segments with an event that cannot be read: they are left without an index. */
export class Unreadable {
  readonly #places = new Set<string>()
  readonly #tell: (error: StoreError) => void

  /** `tell` is told of each segment once. */
  constructor(tell: (error: StoreError) => void) {
    this.#tell = tell
  }

  get size(): number {
    return this.#places.size
  }

  has({ sandbox, segment }: Place): boolean {
    return this.#places.has(`${sandbox}/${segment}`)
  }

  add({ sandbox, segment }: Place, error: StoreError): void {
    this.#places.add(`${sandbox}/${segment}`)
    this.#tell(error)
  }
}

/**
 * Writes the index of a few complete segments that have none in the present format, the newest first, if there are any.
 * Both are of one connection, in a transaction. A segment that cannot be read is added to `unreadable`.
 */
export async function writeIndexes(db: Db, driver: Driver, unreadable: Unreadable): Promise<boolean> {
  const lacking = await db.$queryRaw<{ sandbox: string; segment: bigint }[]>`
    SELECT s."sandbox", s."segment" FROM "segments" s
    LEFT JOIN "event_indexes" i ON i."sandbox" = s."sandbox" AND i."segment" = s."segment"
    WHERE i."format" IS NULL OR i."format" <> ${INDEX_FORMAT}
    ORDER BY s."segment" DESC LIMIT ${AT_ONCE + unreadable.size}`
  const places = lacking.map(({ sandbox, segment }) => ({ sandbox, segment: Number(segment) }))
  const missing = places.filter((place) => !unreadable.has(place)).slice(0, AT_ONCE)
  for (const place of missing) {
    const index = await indexOf(db, place)
    if (index instanceof Uint8Array) await writeIndex(driver, [place.sandbox, place.segment, INDEX_FORMAT, index])
    else unreadable.add(place, index)
  }
  return missing.length > 0
}

async function indexOf(db: Db, { sandbox, segment }: Place): Promise<Uint8Array | StoreError> {
  const first = firstOf(segment)
  try {
    return encodeIndex(first, await traitsBetween(db, sandbox, first, first + SEGMENT - 1))
  } catch (error) {
    if (isStoreError(error) && error.code === 'corrupt') return error
    throw error
  }
}

/** Past Prisma's client, which does not give back all of the memory that it takes for so many bytes. */
async function writeIndex(driver: Driver, args: readonly [string, number, number, Uint8Array]): Promise<void> {
  await driver.executeRaw({
    sql: `INSERT INTO "event_indexes" ("sandbox", "segment", "format", "data") VALUES (?, ?, ?, ?)
      ON CONFLICT DO UPDATE SET "format" = excluded."format", "data" = excluded."data"`,
    args: [...args],
    argTypes: (['string', 'int', 'int', 'bytes'] as const).map((scalarType) => ({ scalarType, arity: 'scalar' })),
  })
}
