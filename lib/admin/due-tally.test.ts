import { expect, it } from 'vitest'
import type { KeyArn } from '#kernel/ids.ts'
import { DueTally, MOST_NAMED } from './due-tally.ts'

const arn = (n: number) => `arn:aws:kms:us-east-1:111122223333:key/${n}` as KeyArn

it('what fell due is told by kind, with how often and on which keys, and nothing of what did not', () => {
  const tally = new DueTally()
  for (const key of [1, 2, 1]) tally.add({ kind: 'rotated', key: arn(key) })
  tally.add({ kind: 'deleted', key: arn(1) })
  expect(tally.told()).toEqual([
    { kind: 'rotated', times: 3, keyCount: 2, keys: [arn(1), arn(2)] },
    { kind: 'deleted', times: 1, keyCount: 1, keys: [arn(1)] },
  ])
  expect(new DueTally().told()).toEqual([])
})

it('all keys are counted, and only the first of them named', () => {
  const tally = new DueTally()
  for (let n = 0; n <= MOST_NAMED; n++) tally.add({ kind: 'expired', key: arn(n) })
  const [expired] = tally.told()
  expect(expired).toMatchObject({ times: MOST_NAMED + 1, keyCount: MOST_NAMED + 1 })
  expect(expired?.keys).toEqual(Array.from({ length: MOST_NAMED }, (_, n) => arn(n)))
})
