import { setImmediate } from 'node:timers/promises'
import type { CallCount, LogPart } from '#audit/call-count.ts'
import { Prisma } from './generated/client.ts'
import type { Db } from './tables.ts'

/** How many places of a log are counted before others get their turn. */
const SLICE = 2048

type Row = Omit<CallCount, 'count'> & { readonly count: bigint }

/** See `Reads.callCounts`. What is alike may be told more than once: the counts are to be added up. */
export async function callCounts(db: Db, part: LogPart, names: readonly string[]): Promise<readonly CallCount[]> {
  const found: CallCount[] = []
  for (let after = part.after; after < part.to; after += SLICE) {
    if (after > part.after) await setImmediate()
    const rows = await inSlice(db, { ...part, after, to: Math.min(part.to, after + SLICE) }, names)
    for (const row of rows) found.push({ ...row, count: Number(row.count) })
  }
  return found
}

function inSlice(db: Db, { sandbox, account, after, to }: LogPart, names: readonly string[]): Promise<Row[]> {
  return db.$queryRaw<Row[]>`
    SELECT strftime('%Y-%m', "eventTime" / 1000, 'unixepoch') AS "month", "region", "eventName", "principal", "resource1" AS "resource",
      CASE WHEN "eventName" LIKE 'GenerateDataKeyPair%'
        THEN json_extract("text", '$.record.requestParameters.keyPairSpec') END AS "keyPairSpec",
      count(*) AS "count"
    FROM "events"
    WHERE "sandbox" = ${sandbox} AND "seq" > ${after} AND "seq" <= ${to} AND "account" = ${account}
      AND "eventName" IN (${Prisma.join([...names])})
    GROUP BY 1, 2, 3, 4, 5, 6`
}
