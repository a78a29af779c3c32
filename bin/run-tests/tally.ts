/** How many checks passed, failed and were skipped, and the names of those that did not pass. */
export type Tally = { passed: number; failed: string[]; skipped: string[] }

export function sum(tallies: readonly Tally[]): Tally {
  return {
    passed: tallies.reduce((total, { passed }) => total + passed, 0),
    failed: tallies.flatMap(({ failed }) => failed),
    skipped: tallies.flatMap(({ skipped }) => skipped),
  }
}

/** The last line: `N passed, N failed`, with the skipped ones where there are any. */
export function lastLine({ passed, failed, skipped }: Tally): string {
  const skips = skipped.length === 0 ? '' : `, ${skipped.length} skipped`
  return `${passed} passed, ${failed.length} failed${skips}`
}
