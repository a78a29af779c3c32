import { describe, expect, it } from 'vitest'
import type { EpochMillis } from '#kernel/ids.ts'
import { exportReport } from './export-report.ts'

const until = Date.parse('2026-11-25T13:00:00Z') as EpochMillis
const state = { seq: 9, since: until, until, chains: [] }
const none = { events: 0, logFiles: 0, digests: 0, waiting: 0 }

describe('the report of an export', () => {
  it('tells what was written and up to when', () => {
    const counts = { events: 12_345, logFiles: 1, digests: 2, waiting: 0 }
    expect(exportReport({ counts, state, next: undefined }, 'out')).toBe(
      'Exported 12,345 events to out: 1 log file, 2 digests, up to 2026-11-25T13:00:00Z.',
    )
  })

  it('tells what is left for later', () => {
    expect(exportReport({ counts: { ...none, waiting: 2 }, state: undefined, next: until }, 'out')).toBe(
      'There was nothing new to export.\n2 events of the hour until 2026-11-25T13:00:00Z left for a run five minutes after it.',
    )
    expect(exportReport({ counts: none, state, next: undefined }, 'out')).toBe('There was nothing new to export.')
  })
})
