import { expect, it } from 'vitest'
import type { EpochMillis } from '#kernel/ids.ts'
import { materialUse } from './material-life.ts'

const at = (eventTime: number) => ({ eventTime: eventTime as EpochMillis })

it('what a material opened is what Decrypt and ReEncrypt opened with it, in the same parts of its life', () => {
  const decrypted = { text: 'm1', last: 2500, counts: [{ at: 2000, ok: 3 }] }
  expect(materialUse(decrypted, [at(2999), at(1500)], 1000)).toEqual({
    materialId: 'm1',
    total: 5,
    last: 2999,
    counts: [
      { at: 1000, count: 1 },
      { at: 2000, count: 4 },
    ],
  })
})

it('a material that opened nothing has no last time', () => {
  expect(materialUse({ text: 'm1', counts: [] }, [], 1000)).toEqual({ materialId: 'm1', total: 0, counts: [] })
})
