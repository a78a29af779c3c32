import { expect, it } from 'vitest'
import { regions } from '#model/regions.ts'
import { regionList } from './region-list.ts'

it('lists every Region once, each in a group that people know', () => {
  const list = regionList()
  expect(list.map(({ id }) => id).toSorted()).toEqual(regions.map(({ region }) => region).toSorted())
  expect(list.filter(({ group }) => group === 'Other')).toEqual([])
  expect(list).toContainEqual({ id: 'us-east-1', name: 'N. Virginia', group: 'Americas' })
  expect(list).toContainEqual({ id: 'eu-west-1', name: 'Ireland', group: 'Europe' })
})
