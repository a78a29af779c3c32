import { systemEvent } from '#audit/system-event.ts'
import { SEGMENT } from '#audit/verify/read-part.ts'
import type { LogSource } from '#audit/verify/source.ts'
import { verifyLog } from '#audit/verify/verify-log.ts'
import { RowLedger } from '#audit/verify/verify-rows.ts'
import { DAY, isoMillis } from '#kernel/clock.ts'
import type { EpochMillis } from '#kernel/ids.ts'
import type { Store, TreeHead } from '#kms/ports.ts'
import { openLogFile } from '#store/prisma/log-file.ts'
import type { Accounting } from './accounted-store.ts'
import { AuditLogError } from './checkpoints.ts'
import type { Log } from './log.ts'
import { readParts } from './verify-parts.ts'

/** How often it is looked whether events have become too old. */
const PERIOD = DAY / 4
/** How many digests one event carries, and how many events are taken away by one transaction. */
const [ROWS_AN_EVENT, EVENTS_AT_ONCE] = [500, 8 * SEGMENT]

export interface RetentionParts extends Accounting {
  readonly store: Store
  /** The file of the store. */
  readonly database: string
  readonly days: number
}

/**
 * Takes the events of a log away that are older than some days, whole segments of 512, and gives how many. First it
 * reads the log: one that is not sound is left as it is, with AuditLogError. What the events say of rows is carried into
 * PruneAuditLog events, so that `verify --rows` still knows every row.
 */
export async function prune(parts: RetentionParts): Promise<number> {
  const { store, scope } = parts
  const head = store.treeHeads().find(({ sandbox }) => sandbox === scope.sandbox)
  if (!head) return 0
  const file = openLogFile(parts.database)
  const cutoff = (parts.clocks.wall.now() - parts.days * DAY) as EpochMillis
  const ledger = new RowLedger()
  let first: number
  let last: number
  try {
    const log = file.log(scope.sandbox)
    first = log.range()?.first ?? 1
    last = lastBefore(cutoff, log)
    if (last < first) return 0
    await assertSound(log, head, parts.database, ledger)
  } finally {
    file.close()
  }
  await tell(parts, { last, cutoff, ledger })
  for (let from = first; from <= last; from += EVENTS_AT_ONCE) {
    const prunes = { sandbox: scope.sandbox, first: from, last: Math.min(last, from + EVENTS_AT_ONCE - 1) }
    await store.commit({ writes: [], events: [], prunes })
  }
  return last - first + 1
}

/** The last event of the last whole segment that was written before a time; 0 where there is none. */
function lastBefore(cutoff: EpochMillis, log: LogSource): number {
  const { first, last } = log.range() ?? { first: 1, last: 0 }
  let [low, high] = [(first - 1) / SEGMENT, Math.floor(last / SEGMENT)]
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if ((log.wallTime(middle * SEGMENT) ?? cutoff) < cutoff) low = middle
    else high = middle - 1
  }
  return low * SEGMENT
}

/** The tree that the running store has in memory vouches for what is in the file. */
async function assertSound(log: LogSource, head: TreeHead, database: string, ledger: RowLedger): Promise<void> {
  const { size, root } = head
  const result = await verifyLog({
    log,
    known: [{ checkpoint: { origin: '', size, root, time: '' }, where: 'the running server' }],
    readParts: (parts) => readParts(database, log.sandbox, parts),
    follow: (findings) => ledger.follow(findings),
  })
  if (!('kind' in result)) return
  const where = result.kind === 'tampered' ? `event ${result.seq}: ${result.reason}` : `it ends with ${result.size}`
  throw new AuditLogError(`The audit log is not sound (${where}), so nothing of it was pruned. Run keystead verify.`)
}

interface Told {
  readonly last: number
  readonly cutoff: EpochMillis
  readonly ledger: RowLedger
}

async function tell({ store, ids, clocks, scope }: RetentionParts, { last, cutoff, ledger }: Told): Promise<void> {
  const rows = ledger.upTo(last)
  for (let from = 0; from === 0 || from < rows.length; from += ROWS_AN_EVENT) {
    const event = systemEvent({
      ...scope,
      eventId: ids.uuid(),
      eventName: 'PruneAuditLog',
      time: clocks.of(scope.sandbox).now(),
      wallTime: clocks.wall.now(),
      details: { throughEvent: last, writtenBefore: isoMillis(cutoff) },
    })
    await store.commit({ writes: [], events: [event], carried: rows.slice(from, from + ROWS_AN_EVENT) })
  }
}

export interface Retention {
  stop(): Promise<void>
}

/** Prunes now and again. What fails is told, and tried again later. */
export function startRetention(parts: RetentionParts, log: Log): Retention {
  let running: Promise<void> = Promise.resolve()
  const run = () => {
    running = prune(parts).then(
      (count) => {
        if (count > 0) log.info('old events were pruned', { count })
      },
      (error: unknown) => log.error('old events could not be pruned', error),
    )
  }
  const timer = setInterval(run, PERIOD)
  timer.unref()
  run()
  return {
    async stop() {
      clearInterval(timer)
      await running
    },
  }
}
