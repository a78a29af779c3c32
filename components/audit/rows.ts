import type { EventPageDto, EventRowDto } from '#console/dto/events.ts'

/** What is known of a list: pages that were read, the newest first, and what came since the first of them. */
export interface KnownRows {
  readonly pages: readonly Pick<EventPageDto, 'events' | 'older'>[]
  /** In the order in which they came. */
  readonly live: readonly EventRowDto[]
}

/**
 * All of it as one list, the newest first, each event once: a line that was lost tells some of them again. What is
 * older than the first page stands in the pages behind it, if at all: alone it would stand beside a gap.
 */
export function rowsOf({ pages, live }: KnownRows): readonly EventRowDto[] {
  const from = pages[0]?.older ?? 0
  const known = new Map<number, EventRowDto>()
  for (const row of live) if (row.seq > from) known.set(row.seq, row)
  for (const row of pages.flatMap(({ events }) => events)) known.set(row.seq, row)
  return [...known.values()].sort((a, b) => b.seq - a.seq)
}

/** How many of the rows that wait are not in the list yet: it may have been read anew since. */
export function countWaiting(waiting: readonly EventRowDto[], rows: readonly EventRowDto[]): number {
  const known = new Set(rows.map(({ seq }) => seq))
  return waiting.filter(({ seq }) => !known.has(seq)).length
}

/** How many new rows are kept. */
const MOST_LIVE = 2000

/** The rows that came, each once. Of too many the newest are left out: below those that stay none is missing. */
export function withLive(live: readonly EventRowDto[], more: readonly EventRowDto[]): readonly EventRowDto[] {
  const known = new Set(live.map(({ seq }) => seq))
  return [...live, ...more.filter(({ seq }) => !known.has(seq))].slice(0, MOST_LIVE)
}

/** Whether no more rows are kept: the list is to be read anew. */
export function isFull(live: readonly EventRowDto[]): boolean {
  return live.length >= MOST_LIVE
}
