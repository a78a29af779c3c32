import { expect, it } from 'vitest'
import { groupsOf } from './hex-rows.ts'

const range = (start: number, end: number) => ({ name: '', tone: 'head', start, end, note: '' }) as const

it('lines of eight bytes are cut where a range ends', () => {
  expect(groupsOf([range(0, 5), range(5, 12)], 0, 12)).toEqual([
    [
      { range: 0, start: 0, end: 5, first: true, last: true },
      { range: 1, start: 5, end: 8, first: true, last: false },
    ],
    [{ range: 1, start: 8, end: 12, first: false, last: true }],
  ])
})

it('only some of the bytes are drawn where that is asked', () => {
  expect(groupsOf([range(0, 100)], 0, 16)).toHaveLength(2)
  expect(groupsOf([], 0, 0)).toEqual([])
})
