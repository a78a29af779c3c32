import type { IdAttribute } from '#audit/attributes.ts'
import { segmentOf } from '#audit/segment.ts'
import { Prisma } from './generated/client.ts'
import { newestSeq } from './segment-index/rows.ts'
import type { Db } from './tables.ts'

/**
 * The places in a log of the events with an id, newest first, at most `limit` of them. The ids are indexed by segment:
 * every segment is asked, one after the other.
 */
export async function placesOfId(
  db: Db,
  sandbox: string,
  column: IdAttribute,
  id: string,
  limit: number,
): Promise<number[]> {
  const newest = segmentOf(await newestSeq(db, sandbox))
  const rows = await db.$queryRaw<{ seq: bigint }[]>`
    WITH RECURSIVE s("segment") AS (
      SELECT ${newest} UNION ALL SELECT "segment" - 1 FROM s WHERE "segment" > 0
    )
    SELECT e."seq" FROM s CROSS JOIN "events" e
    WHERE e."sandbox" = ${sandbox} AND e."segment" = s."segment" AND e.${Prisma.raw(`"${column}"`)} = ${id}
    LIMIT ${limit}`
  return rows.map(({ seq }) => Number(seq)).sort((a, b) => b - a)
}
