import { describe, expect, it } from 'vitest'
import type { CostRow, ToldCost } from '#runtime/instance.ts'
import { costRows, matchingCosts } from './cost-list.ts'

const arn = (id: string, region = 'us-east-1') => `arn:aws:kms:${region}:111122223333:key/${id}`
const figure = (amount: number, rule: string) => ({ amount, hours: 1, rules: [rule] })

function key(id: string, storage: number, requests = 0, life: object = {}): CostRow {
  const calls = [{ class: 'symmetric', count: requests, amount: requests * 3, rule: 'requests-symmetric' }]
  const row = {
    subject: {
      kind: 'key',
      life: { arn: arn(id), keyId: id, region: 'us-east-1', aliases: [], spec: 'RSA_2048', ...life },
    },
    held: { storage: figure(storage, 'key-month'), rotations: { ...figure(0, 'rotation'), count: 1 }, withheld: 5 },
    requests: requests === 0 ? [] : calls,
    total: storage + requests * 3,
  }
  return row as unknown as CostRow
}
/** The row of the key that is gone. */
const GONE = `${arn('c')} 1`
const keyless = { subject: { kind: 'no-key', region: 'eu-west-1' }, requests: [], total: 0 } as unknown as CostRow
const other = {
  subject: { kind: 'foreign', arn: arn('z'), region: 'us-east-1' },
  requests: [],
  total: 9,
} as unknown as CostRow

const rows = [
  key('a', 100, 1, { aliases: ['alias/pay'] }),
  key('b', 200),
  key('c', 300, 7, { deletedAt: 1 }),
  keyless,
  other,
]
const told = (...visible: string[]) => ({ rows, visible: new Set(visible.map((id) => arn(id))) }) as unknown as ToldCost
const names = (search: string) =>
  matchingCosts(costRows(told('a', 'b')), new URLSearchParams(search)).map(({ id }) => id)

describe('the rows of a cost', () => {
  it('are those of the keys, those that are gone, and what is on no key of the account', () => {
    expect(costRows(told('a', 'b')).map(({ kind, keyId }) => [kind, keyId])).toEqual([
      ['key', 'a'],
      ['key', 'b'],
      ['key', 'c'],
      ['no-key', undefined],
      ['foreign', 'z'],
    ])
  })

  it('are told apart where a key that is gone has a successor of its ARN', () => {
    const ids = costRows({ ...told('a'), rows: [key('a', 1), key('a', 2, 0, { deletedAt: 9 })] }).map(({ id }) => id)
    expect(ids).toEqual([arn('a'), `${arn('a')} 9`])
  })

  it('hold the keys that may not be seen together as one, which costs what they cost', () => {
    const seen = costRows(told('b'))
    expect(seen.find(({ id }) => id === arn('a'))).toBeUndefined()
    const all = costRows(told())
    expect(all.at(-1)).toEqual({
      ...{ kind: 'unseen', id: 'unseen', region: '', keys: 2, withheld: 10, total: 303 },
      storage: { amount: 300, hours: 2, rules: ['key-month'] },
      rotations: { amount: 0, hours: 2, count: 2, rules: ['rotation'] },
      requests: [{ class: 'symmetric', count: 1, amount: 3, rule: 'requests-symmetric' }],
    })
    const sum = (of: typeof all) => of.reduce((total, row) => total + row.total, 0)
    expect(sum(all)).toBe(sum(costRows(told('a', 'b'))))
  })

  it('come with the dearest first, or as the address says', () => {
    expect(names('')).toEqual([GONE, arn('b'), arn('a'), arn('z'), 'no-key eu-west-1'])
    expect(names('sort=-calls')[0]).toBe(GONE)
    expect(names('sort=key')[0]).toBe(arn('a'))
    expect(names('sort=__proto__')).toEqual(names('').toReversed())
  })

  it('are found by alias, id, Region and spec', () => {
    expect(names('q=PAY')).toEqual([arn('a')])
    expect(names('q=eu-west')).toEqual(['no-key eu-west-1'])
    expect(names('q=rsa_2048 /b')).toEqual([arn('b')])
    expect(names('q=/c')).toEqual([GONE])
  })
})
