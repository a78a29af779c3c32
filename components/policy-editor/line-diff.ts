/** How many lines a text has gained, lost and changed. */
export interface LineCounts {
  readonly added: number
  readonly removed: number
  readonly changed: number
}

/** Counts lines that differ by their longest common run of lines; lines in the same gap change into one another. */
export function lineCounts(before: string, after: string): LineCounts {
  const [old, now] = trimmed(before.split('\n'), after.split('\n'))
  let [added, removed, changed] = [0, 0, 0]
  for (const [gone, come] of gapsOf(old, now)) {
    const both = Math.min(gone, come)
    changed += both
    removed += gone - both
    added += come - both
  }
  return { added, removed, changed }
}

/** Without the lines that both begin and end with. */
function trimmed(a: readonly string[], b: readonly string[]): readonly [readonly string[], readonly string[]] {
  const shorter = Math.min(a.length, b.length)
  let start = 0
  while (start < shorter && a[start] === b[start]) start += 1
  let end = 0
  while (end < shorter - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end += 1
  return [a.slice(start, a.length - end), b.slice(start, b.length - end)]
}

/** More cells than this are not worth the time: then everything between counts as one gap. */
const MOST_CELLS = 4_000_000

/** Runs of lines that are gone and have come between lines that stayed. */
function gapsOf(a: readonly string[], b: readonly string[]): readonly (readonly [gone: number, come: number])[] {
  if (a.length * b.length > MOST_CELLS) return [[a.length, b.length]]
  const width = b.length + 1
  const lengths = new Uint16Array((a.length + 1) * width)
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) {
      lengths[i * width + j] =
        a[i] === b[j]
          ? (lengths[(i + 1) * width + j + 1] ?? 0) + 1
          : Math.max(lengths[(i + 1) * width + j] ?? 0, lengths[i * width + j + 1] ?? 0)
    }
  }
  const gaps: [number, number][] = []
  let gap: [number, number] = [0, 0]
  let [i, j] = [0, 0]
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      if (gap[0] + gap[1] > 0) gaps.push(gap)
      gap = [0, 0]
      i += 1
      j += 1
    } else if (
      j >= b.length ||
      (i < a.length && (lengths[(i + 1) * width + j] ?? 0) >= (lengths[i * width + j + 1] ?? 0))
    ) {
      gap[0] += 1
      i += 1
    } else {
      gap[1] += 1
      j += 1
    }
  }
  if (gap[0] + gap[1] > 0) gaps.push(gap)
  return gaps
}
