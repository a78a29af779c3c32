/** Sequence numbers in the log, by sandbox. */
const newest = new Map<string, number>()

/** The line that tells of changes told of this one. */
export function heardOf(sandbox: string, seq: number): void {
  newest.set(sandbox, Math.max(seq, newestChange(sandbox)))
}

/** The newest change that was heard of; what was read of a shorter log may not have it. */
export function newestChange(sandbox: string): number {
  return newest.get(sandbox) ?? 0
}
