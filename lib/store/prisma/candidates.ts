import type { SandboxId } from '#kernel/ids.ts'
import { SEGMENT, seqCounter } from './append.ts'
import { Prisma } from './generated/client.ts'
import type { Db } from './tables.ts'

/** How many places are given at once. */
const SLICE = 256

/** Columns that an index holds by segment. */
type Indexed = 'eventId' | 'requestId' | 'resource1' | 'resource2'

/**
 * The places of a log whose event has a value in one of the columns, newest first, below `before`, in slices. It
 * reads the segments that have such events, first one, then twice as many each time: a busy key fills its slice from
 * the newest segment, and a rare one is found in a few statements.
 */
export async function* candidates(
  db: Db,
  sandbox: SandboxId,
  columns: readonly Indexed[],
  value: string,
  before?: number,
): AsyncGenerator<readonly number[]> {
  let segment = Math.floor((before === undefined ? await newestSeq(db, sandbox) : before - 1) / SEGMENT)
  for (let count = 1; segment >= 0; count *= 2) {
    const seqs = await placesIn(
      db,
      columns.map((column) => lookUp(sandbox, column, value)),
      segment,
      count,
    )
    const oldest = seqs.at(-1)
    if (oldest === undefined) return
    for (let from = 0; from < seqs.length; from += SLICE) yield seqs.slice(from, from + SLICE)
    segment = Math.floor(oldest / SEGMENT) - 1
  }
}

async function newestSeq(db: Db, sandbox: SandboxId): Promise<number> {
  const counter = await db.counter.findFirst({ where: { name: seqCounter(sandbox) } })
  return Number(counter?.value ?? 0)
}

/** The look-up of a value in one segment `s`. Each column on its own: SQLite does not split an OR here. */
function lookUp(sandbox: SandboxId, column: Indexed, value: string): Prisma.Sql {
  const name = Prisma.raw(`e."${column}"`)
  return Prisma.sql`"events" e WHERE e."sandbox" = ${sandbox} AND e."segment" = s."segment" AND ${name} = ${value}`
}

/** All places in the newest `count` segments, from one downwards, that have any. */
async function placesIn(db: Db, lookUps: readonly Prisma.Sql[], segment: number, count: number): Promise<number[]> {
  const exists = lookUps.map((lookUp) => Prisma.sql`EXISTS (SELECT 1 FROM ${lookUp})`)
  const places = lookUps.map((lookUp) => Prisma.sql`SELECT e."seq" FROM s CROSS JOIN ${lookUp}`)
  const rows = await db.$queryRaw<{ seq: bigint }[]>`
    WITH RECURSIVE
      every("segment") AS (SELECT ${segment} UNION ALL SELECT "segment" - 1 FROM every WHERE "segment" > 0),
      s AS MATERIALIZED (SELECT "segment" FROM every s WHERE ${Prisma.join(exists, ' OR ')} LIMIT ${count})
    ${Prisma.join(places, ' UNION ')}`
  return rows.map(({ seq }) => Number(seq)).sort((a, b) => b - a)
}
