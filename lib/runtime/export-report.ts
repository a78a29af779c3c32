import type { TrailRun } from '#audit/export/trail.ts'
import { isoSeconds } from '#kernel/clock.ts'

/** What an operator is told of an export. */
export function exportReport({ counts, state, next }: TrailRun, folder: string): string {
  const { events, logFiles, digests, waiting } = counts
  const done =
    digests > 0 && state
      ? `Exported ${count(events, 'event')} to ${folder}: ${count(logFiles, 'log file')}, ${count(digests, 'digest')}, up to ${isoSeconds(state.until)}.`
      : 'There was nothing new to export.'
  if (next === undefined) return done
  return `${done}\n${count(waiting, 'event')} of the hour until ${isoSeconds(next)} left for a run five minutes after it.`
}

function count(number: number, what: string): string {
  return `${number.toLocaleString('en-US')} ${what}${number === 1 ? '' : 's'}`
}
