import { expect, it } from 'vitest'
import { added, batchesOf } from './batches.ts'

const ids = (count: number) => Array.from({ length: count }, (_, index) => String(index))

it.each([
  [1, 1, 1],
  [12, 3, 5],
  [400, 40, 10],
  [10_000, 100, 100],
])('%i keys go in %i parts of at most %i', (keys, parts, most) => {
  const batches = batchesOf(ids(keys))
  expect(batches).toHaveLength(parts)
  expect(Math.max(...batches.map(({ length }) => length))).toBe(most)
  expect(batches.flat()).toEqual(ids(keys))
})

it('what was done and what failed adds up, also where a part failed as a whole', () => {
  const error = { code: 'KMSInvalidStateException', message: '' }
  const first = added({ total: 4, done: [], failed: [] }, ['1', '2'], {
    ok: true,
    value: { done: ['1'], failed: [{ keyId: '2', error }] },
  })
  expect(added(first, ['3', '4'], { ok: false, error })).toEqual({
    total: 4,
    done: ['1'],
    failed: ['2', '3', '4'].map((keyId) => ({ keyId, error })),
  })
})
