import { expect, it } from 'vitest'
import { filterRegions } from './region-filter.ts'

const REGIONS = [
  { id: 'us-east-1', name: 'N. Virginia', group: 'Americas' },
  { id: 'eu-west-1', name: 'Ireland', group: 'Europe' },
  { id: 'eu-central-1', name: 'Frankfurt', group: 'Europe' },
]

it.each([
  ['', ['us-east-1', 'eu-west-1', 'eu-central-1']],
  ['IRE', ['eu-west-1']],
  ['europe 1', ['eu-west-1', 'eu-central-1']],
  ['virginia', ['us-east-1']],
  ['atlantis', []],
])('%j finds %j', (text, found) => {
  expect(filterRegions(REGIONS, text).flatMap((group) => group.regions.map((region) => region.id))).toEqual(found)
})
