import { expect, it } from 'vitest'
import type { Offering } from '#crypto/key-spec.ts'
import { regions } from '#model/regions.ts'
import { isOfferedIn } from './offering.ts'

const CHINA = ['cn-north-1', 'cn-northwest-1']
const names = regions.map(({ region }) => region)

it.each<[Offering | undefined, (region: string) => boolean]>([
  [undefined, () => true],
  ['everywhere', () => true],
  ['china', (region) => CHINA.includes(region)],
  ['outside-china', (region) => !CHINA.includes(region)],
])('what is offered %s is offered in those Regions', (offering, isThere) => {
  expect(names.filter((region) => isOfferedIn(region, offering))).toEqual(names.filter(isThere))
})
