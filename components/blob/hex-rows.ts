import type { ByteRange } from './layout.ts'

/** Bytes of one range side by side in a line. */
export interface Run {
  /** The place of its range in the list. */
  readonly range: number
  readonly start: number
  readonly end: number
  /** Whether the range itself begins and ends here. */
  readonly first: boolean
  readonly last: boolean
}

export const GROUP = 8

/** Lines of eight bytes, cut where a range ends. */
export function groupsOf(ranges: readonly ByteRange[], from: number, to: number): readonly (readonly Run[])[] {
  const groups: Run[][] = []
  for (let at = from; at < to; at += GROUP) {
    const end = Math.min(at + GROUP, to)
    groups.push(
      ranges.flatMap((range, index): Run[] => {
        const start = Math.max(range.start, at)
        const stop = Math.min(range.end, end)
        if (start >= stop) return []
        return [{ range: index, start, end: stop, first: start === range.start, last: stop === range.end }]
      }),
    )
  }
  return groups
}
