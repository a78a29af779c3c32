import { expect, it } from 'vitest'
import type { DueChangesDto } from '#console/dto/sandboxes.ts'
import { aheadText, changesText } from './clock-words.ts'

const DAY = 86_400_000

it.each([
  [0, 'as the system'],
  [-400, 'as the system'],
  [90_000, '1 minute ahead'],
  [DAY, '1 day ahead'],
  [365 * DAY, '365 days ahead'],
  [3653 * DAY, '10 years ahead'],
  [730 * DAY, '2 years ahead'],
  [-3 * DAY, '3 days behind'],
])('a clock that is off by %d ms is %s', (ahead, text) => {
  expect(aheadText(ahead)).toBe(text)
})

it('says what fell due, and how often where that is more', () => {
  const changes = (kind: DueChangesDto['kind'], times: number, keyCount: number) =>
    changesText({ kind, times, keyCount, keys: [] })
  expect([
    changes('rotated', 1, 1),
    changes('rotated', 1200, 2),
    changes('deleted', 3, 3),
    changes('expired', 1, 1),
  ]).toEqual([
    '1 key rotated',
    '2 keys rotated, 1,200 times in all',
    '3 keys deleted',
    '1 key lost imported material that expired',
  ])
})
