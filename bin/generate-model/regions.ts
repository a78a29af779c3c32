import { Code, print, quote, union } from './print.ts'
import type { SourceRegion } from './source.ts'

/** lib/model/regions.ts: every Region, in the order of the source, with its partition. */
export function renderRegions(regions: readonly SourceRegion[]): string {
  const partitions = [...new Set(regions.map(({ partition }) => partition))]
  const rows = regions.map(
    ({ region, name, partition }) => new Code(`row(${quote(region)}, ${quote(name)}, ${quote(partition)})`),
  )
  return `import type { Region } from '#kernel/ids.ts'

/** The second part of every ARN. */
export type Partition =${union(partitions, 'export type Partition ='.length)}

export interface RegionInfo {
  readonly region: Region
  readonly name: string
  readonly partition: Partition
}

/** Every Region in which AWS offers KMS. */
export const regions: readonly RegionInfo[] = ${print(rows)}

const byRegion: ReadonlyMap<string, RegionInfo> = new Map(regions.map((info) => [info.region, info]))

/** Undefined for a Region that does not exist. */
export function findRegion(region: string): RegionInfo | undefined {
  return byRegion.get(region)
}

function row(region: string, name: string, partition: Partition): RegionInfo {
  return { region: region as Region, name, partition }
}
`
}
