import { SEGMENT, segmentOf } from '#audit/segment.ts'
import type { Pruning } from '#kms/ports.ts'
import type { Db } from './tables.ts'

/**
 * Takes events of whole segments away; their indexes are made anew, of nothing. The roots of the segments stay, so that
 * the tree is whole. Throws RangeError for a part of a segment.
 */
export async function pruneEvents(db: Db, { sandbox, first, last }: Pruning): Promise<void> {
  if ((first - 1) % SEGMENT !== 0 || last % SEGMENT !== 0) {
    throw new RangeError(`events ${first} to ${last} are not whole segments`)
  }
  await db.event.deleteMany({ where: { sandbox, seq: { gte: first, lte: last } } })
  // With them goes what was signed of sizes within: nothing is left to compare it with.
  await db.checkpoint.deleteMany({ where: { sandbox, size: { lt: last } } })
  await db.eventIndex.deleteMany({ where: { sandbox, segment: { gte: segmentOf(first), lte: segmentOf(last) } } })
}
