import { expect, it } from 'vitest'
import { encodeIndex } from './encode.ts'
import { IndexMemory } from './memory.ts'
import { SegmentIndex } from './segment-index.ts'

const index = new SegmentIndex(encodeIndex(1, []))

it('the memory keeps the newest segments, as many as its bytes hold, whatever order they come in', () => {
  const memory = new IndexMemory(3 * index.bytes)
  for (const segment of [5, 1, 9, 7, 2, 9]) memory.keep('main', segment, index)
  expect([1, 2, 5, 7, 9].filter((segment) => memory.get('main', segment))).toEqual([5, 7, 9])
  expect(memory.isFull).toBe(true)
})

it('the memory holds the segments of logs apart', () => {
  const memory = new IndexMemory(3 * index.bytes)
  memory.keep('main', 1, index)
  expect(memory.get('main', 1)).toBe(index)
  expect(memory.get('other', 1)).toBeUndefined()
  expect(memory.isFull).toBe(false)
})
