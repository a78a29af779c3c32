import type { FacetDto } from './dto/keys.ts'
import type { SummaryDto, UpcomingDto } from './dto/overview.ts'

/** What of a key and its belongings is counted. */
export interface Counted {
  readonly metadata: {
    readonly KeyId: string
    readonly KeyManager?: string | undefined
    readonly KeyState?: string | undefined
    readonly KeyUsage?: string | undefined
    readonly Origin?: string | undefined
    readonly MultiRegion?: boolean | undefined
    readonly DeletionDate?: number | undefined
    readonly ValidTo?: number | undefined
  }
  readonly aliases: readonly string[]
  readonly rotation?: { readonly nextAt?: number | undefined } | undefined
  readonly grants?: number | undefined
}

/** How many of the coming events are told. */
const UPCOMING = 50

/** Counts the keys of a Region and puts in order what will happen to them. */
export function summaryOf(keys: readonly Counted[], keyStores: number | undefined): SummaryDto {
  const own = keys.filter(({ metadata }) => metadata.KeyManager === 'CUSTOMER')
  const upcoming = own.flatMap(upcomingOf).sort((a, b) => a.at - b.at)
  return {
    customer: own.length,
    managed: keys.length - own.length,
    aliases: own.reduce((sum, { aliases }) => sum + aliases.length, 0),
    multiRegion: own.filter(({ metadata }) => metadata.MultiRegion).length,
    ...(keyStores === undefined ? {} : { keyStores }),
    grants: own.reduce((sum, { grants = 0 }) => sum + grants, 0),
    states: facet(own.map(({ metadata }) => metadata.KeyState)),
    usages: facet(own.map(({ metadata }) => metadata.KeyUsage)),
    origins: facet(own.map(({ metadata }) => metadata.Origin)),
    upcoming: upcoming.slice(0, UPCOMING),
    upcomingTotal: upcoming.length,
  }
}

function upcomingOf({ metadata, aliases: [alias], rotation }: Counted): readonly UpcomingDto[] {
  const about = { keyId: metadata.KeyId, ...(alias === undefined ? {} : { alias }) }
  const times = [
    ['rotation', rotation?.nextAt],
    ['deletion', metadata.DeletionDate],
    ['expiry', metadata.ValidTo],
  ] as const
  return times.flatMap(([kind, at]) => (at === undefined ? [] : [{ kind, at, ...about }]))
}

/** The most frequent value first. */
function facet(values: readonly (string | undefined)[]): readonly FacetDto[] {
  const groups = [...Map.groupBy(values, (value = '') => value)]
  return groups.map(([value, all]) => ({ value, count: all.length })).sort((a, b) => b.count - a.count)
}
