import { expect, it } from 'vitest'
import type { GrantRowDto } from './dto/grants.ts'
import { listGrants } from './grant-list.ts'

const grant = (grantId: string, more: Partial<GrantRowDto> = {}): GrantRowDto => ({
  ...{
    grantId,
    keyArn: 'arn:key/1',
    aliases: ['alias/one'],
    name: '',
    createdAt: Number(grantId),
    grantee: 'arn:worker',
  },
  ...{ operations: ['Decrypt'], constraints: {}, issuer: '111122223333' },
  ...more,
})
const DAY = 86_400_000
const all = [
  grant('1'),
  grant('2', { keyArn: 'arn:key/2', aliases: [], operations: ['Decrypt', 'Encrypt'], retiree: 'arn:admin' }),
  grant('3', { name: 'batch', constraints: { subset: [{ name: 'purpose', value: 'settlement' }] } }),
]
const idsFor = (search: string) =>
  listGrants(all, new URLSearchParams(search), 100 * DAY).rows.map(({ grantId }) => grantId)

it('lists the newest first unless another order is asked for', () => {
  expect(idsFor('')).toEqual(['3', '2', '1'])
  expect(idsFor('sort=created')).toEqual(['1', '2', '3'])
  expect(idsFor('sort=-name')[0]).toBe('3')
  for (const name of ['nonsense', 'constructor', '__proto__']) expect(idsFor(`sort=${name}`)).toEqual(['1', '2', '3'])
})

it('filters by key, grantee, operation and retiring principal, and by words in anything', () => {
  expect(idsFor('key=arn:key/2')).toEqual(['2'])
  expect(idsFor('operation=Encrypt&operation=Sign')).toEqual(['2'])
  expect(idsFor('retiree=none')).toEqual(['3', '1'])
  expect(idsFor('q=SETTLE batch')).toEqual(['3'])
  expect(idsFor('grantee=arn:nobody')).toEqual([])
  expect(idsFor('age=90')).toEqual(['3', '2', '1'])
  expect(idsFor('age=365')).toEqual([])
  expect(idsFor('age=nonsense')).toHaveLength(3)
})

it('counts the values of all grants, whatever is filtered', () => {
  const { facets, total, matching } = listGrants(all, new URLSearchParams('key=arn:key/2'), 100 * DAY)
  expect({ total, matching }).toEqual({ total: 3, matching: 1 })
  expect(facets.key).toEqual([
    { value: 'arn:key/1', count: 2 },
    { value: 'arn:key/2', count: 1 },
  ])
  expect(facets.operation[0]).toEqual({ value: 'Decrypt', count: 3 })
})
