/**
 * How many checks passed, and the names of those that failed or were skipped. Those that passed at a second try only are
 * `flaky`, and count as passed.
 */
export type Tally = { passed: number; failed: string[]; skipped: string[]; flaky: string[] }

export const NOTHING: Tally = { passed: 0, failed: [], skipped: [], flaky: [] }

export function sum(tallies: readonly Tally[]): Tally {
  return {
    passed: tallies.reduce((total, { passed }) => total + passed, 0),
    failed: tallies.flatMap(({ failed }) => failed),
    skipped: tallies.flatMap(({ skipped }) => skipped),
    flaky: tallies.flatMap(({ flaky }) => flaky),
  }
}

/** The last line: `N passed, N failed`, with the skipped and the flaky ones where there are any. */
export function lastLine({ passed, failed, skipped, flaky }: Tally): string {
  const more = Object.entries({ skipped, flaky }).filter(([, names]) => names.length > 0)
  return [`${passed} passed, ${failed.length} failed`, ...more.map(([what, { length }]) => `${length} ${what}`)].join(
    ', ',
  )
}
