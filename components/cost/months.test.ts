import { expect, it } from 'vitest'
import { currentMonth, monthPlus, monthText } from './months.ts'

it('names months and counts on from them', () => {
  expect(monthText('2026-11')).toBe('Nov 2026')
  expect([monthPlus('2026-11', 1), monthPlus('2026-12', 1), monthPlus('2026-01', -1)]).toEqual([
    '2026-12',
    '2027-01',
    '2025-12',
  ])
})

it('takes the last month that is told for this one', () => {
  const months = [
    { month: '2026-10', total: 0 },
    { month: '2026-11', total: 0 },
  ]
  expect(currentMonth({ months, month: '2026-03' })).toBe('2026-11')
  expect(currentMonth({ months: [], month: '2026-03' })).toBe('2026-03')
})
