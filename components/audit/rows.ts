import type { EventRowDto } from '#console/dto/events.ts'

/** What is known of a list: pages that were read, the newest first, and what came since. */
export interface KnownRows {
  readonly pages: readonly (readonly EventRowDto[])[]
  /** In the order in which they came. */
  readonly live: readonly EventRowDto[]
}

/** All of it as one list, the newest first, each event once: a line that was lost tells some of them again. */
export function rowsOf({ pages, live }: KnownRows): readonly EventRowDto[] {
  const known = new Map<number, EventRowDto>()
  for (const row of [...live, ...pages.flat()]) known.set(row.seq, row)
  return [...known.values()].sort((a, b) => b.seq - a.seq)
}

/** How many new rows are kept while nobody looks: of more, the oldest can be read as any older event. */
const MOST_LIVE = 2000

export function withLive(live: readonly EventRowDto[], more: readonly EventRowDto[]): readonly EventRowDto[] {
  const known = new Set(live.map(({ seq }) => seq))
  return [...live, ...more.filter(({ seq }) => !known.has(seq))].slice(-MOST_LIVE)
}
