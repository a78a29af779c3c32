import type { RegionDto } from '#console/dto/frame.ts'

export interface RegionGroup {
  readonly title: string
  readonly regions: readonly RegionDto[]
}

/** Regions whose id, name or group holds every word of the text, in groups and in their given order. */
export function filterRegions(regions: readonly RegionDto[], text: string): readonly RegionGroup[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean)
  const found = regions.filter((region) => {
    const about = `${region.id} ${region.name} ${region.group}`.toLowerCase()
    return words.every((word) => about.includes(word))
  })
  return [...Map.groupBy(found, (region) => region.group)].map(([title, members]) => ({ title, regions: members }))
}
