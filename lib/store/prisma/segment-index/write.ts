import { SEGMENT } from '../append.ts'
import type { Driver } from '../client.ts'
import type { Db } from '../tables.ts'
import { encodeIndex } from './encode.ts'
import { INDEX_FORMAT } from './layout.ts'
import { firstOf, traitsBetween } from './rows.ts'

/** How many indexes are made before the next batch of events has its turn: as many as a batch completes. */
const AT_ONCE = 2

/**
 * Writes the index of a few complete segments that have none in the present format, the newest first, if there are any.
 * Both are of one connection, in a transaction.
 */
export async function writeIndexes(db: Db, driver: Driver): Promise<boolean> {
  const missing = await db.$queryRaw<{ sandbox: string; segment: bigint }[]>`
    SELECT s."sandbox", s."segment" FROM "segments" s
    LEFT JOIN "event_indexes" i ON i."sandbox" = s."sandbox" AND i."segment" = s."segment"
    WHERE i."format" IS NULL OR i."format" <> ${INDEX_FORMAT}
    ORDER BY s."segment" DESC LIMIT ${AT_ONCE}`
  for (const { sandbox, segment } of missing) {
    const first = firstOf(Number(segment))
    const events = await traitsBetween(db, sandbox, first, first + SEGMENT - 1)
    await writeIndex(driver, [sandbox, Number(segment), INDEX_FORMAT, encodeIndex(first, events)])
  }
  return missing.length > 0
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
