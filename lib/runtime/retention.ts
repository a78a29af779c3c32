import { SEGMENT } from '#audit/segment.ts'
import { systemEvent } from '#audit/system-event.ts'
import type { ReadSegment } from '#audit/verify/read-part.ts'
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
  /** Signs the log as it is. */
  sign(): Promise<void>
}

/**
 * Takes the events of a log away that are older than some days, whole segments of 512, and gives how many. First it
 * reads the log: one that is not sound is left as it is, with AuditLogError. What the events say of rows is carried into
 * PruneAuditLog events, so that `verify --rows` still knows every row; they are signed before anything goes.
 */
export async function prune(parts: RetentionParts, signal?: AbortSignal): Promise<number> {
  const { store, scope } = parts
  const head = store.treeHeads().find(({ sandbox }) => sandbox === scope.sandbox)
  if (!head) return 0
  const now = parts.clocks.wall.now()
  const cutoff = (now - parts.days * DAY) as EpochMillis
  const file = openLogFile(parts.database)
  let first: number
  let read: ReadLog
  try {
    const log = file.log(scope.sandbox)
    const range = log.range()
    first = range?.first ?? 1
    // A log that nothing was written to for a day may wait: more likely is a clock that is wrong for a while.
    const isQuiet = now - Number(log.wallTime(range?.last ?? 0) ?? 0) > DAY
    if (isQuiet || Number(log.wallTime(first) ?? now) >= cutoff) return 0
    read = await readSound(log, head, parts.database, signal)
  } finally {
    file.close()
  }
  const last = lastBefore(cutoff, first, read.segments)
  if (last < first) return 0
  await tell(parts, { last, cutoff, ledger: read.ledger })
  await parts.sign()
  for (let from = first; from <= last; from += EVENTS_AT_ONCE) {
    const prunes = { sandbox: scope.sandbox, first: from, last: Math.min(last, from + EVENTS_AT_ONCE - 1) }
    await store.commit({ writes: [], events: [], prunes })
  }
  return last - first + 1
}

/** The last event before the first segment that has one which is not old; the clock may have gone back in between. */
function lastBefore(cutoff: EpochMillis, first: number, segments: readonly ReadSegment[]): number {
  const young = segments.findIndex(({ latest }) => latest >= cutoff)
  const old = young < 0 ? segments : segments.slice(0, young)
  return first - 1 + old.length * SEGMENT
}

interface ReadLog {
  readonly ledger: RowLedger
  readonly segments: readonly ReadSegment[]
}

/** The tree that the running store has in memory vouches for what is in the file. */
async function readSound(
  log: LogSource,
  { size, root }: TreeHead,
  database: string,
  signal: AbortSignal | undefined,
): Promise<ReadLog> {
  const ledger = new RowLedger()
  const segments: ReadSegment[] = []
  const source = { file: database, sandbox: log.sandbox, indexes: false }
  const result = await verifyLog({
    log,
    known: [{ checkpoint: { origin: '', size, root, time: '' }, where: 'the running server' }],
    readParts: (parts) => readParts(source, parts, signal),
    follow(findings) {
      ledger.follow(findings)
      segments.push(...findings.segments)
    },
  })
  if (!('kind' in result)) return { ledger, segments }
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
  const stopping = new AbortController()
  const run = () => {
    running = prune(parts, stopping.signal).then(
      (count) => {
        if (count > 0) log.info('old events were pruned', { count })
      },
      (error: unknown) => {
        if (!stopping.signal.aborted) log.error('old events could not be pruned', error)
      },
    )
  }
  const timer = setInterval(run, PERIOD)
  timer.unref()
  run()
  return {
    async stop() {
      clearInterval(timer)
      stopping.abort()
      await running
    },
  }
}
