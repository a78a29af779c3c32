import { regions } from '#model/regions.ts'
import type { RegionDto } from './dto/frame.ts'

const GROUPS: readonly (readonly [prefix: RegExp, group: string])[] = [
  [/^AWS GovCloud/, 'GovCloud'],
  [/^(US|EU) ISO/, 'Isolated'],
  [/^(US|Canada|Mexico|South America)/, 'Americas'],
  [/^Europe|^AWS European/, 'Europe'],
  [/^Asia Pacific/, 'Asia Pacific'],
  [/^(Africa|Middle East|Israel)/, 'Middle East and Africa'],
  [/^China/, 'China'],
]

/** Every Region, in groups as people look for them: `US East (N. Virginia)` as N. Virginia among the Americas. */
export function regionList(): readonly RegionDto[] {
  const rank = new Map(GROUP_ORDER.map((group, index) => [group, index]))
  return regions
    .map(({ region, name }) => ({ id: region, name: /\((.+)\)/.exec(name)?.[1] ?? name, group: groupOf(name) }))
    .sort((a, b) => (rank.get(a.group) ?? 0) - (rank.get(b.group) ?? 0) || (a.id < b.id ? -1 : 1))
}

const GROUP_ORDER = [
  'Americas',
  'Europe',
  'Asia Pacific',
  'Middle East and Africa',
  'China',
  'GovCloud',
  'Isolated',
  'Other',
]

function groupOf(name: string): string {
  return GROUPS.find(([prefix]) => prefix.test(name))?.[1] ?? 'Other'
}
