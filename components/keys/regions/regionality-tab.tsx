'use client'

import type { FamilyDto } from '#console/dto/families.ts'
import type { KeyDto, MemberDto } from '#console/dto/keys.ts'
import { useConsoleQuery } from '../../hooks/queries.tsx'
import { FamilyCard } from '../../multi-region/family-card.tsx'
import { areSettled } from '../../multi-region/multi-region-view.tsx'
import type { RegionActions } from '../../multi-region/region-actions.ts'
import { SharedNote } from '../../multi-region/shared-note.tsx'
import { ErrorPanel, Skeleton } from '../../ui/states.tsx'
import { isBusy } from '../actions.ts'
import { DifferencesCard } from './differences-card.tsx'
import { SingleRegion } from './single-region.tsx'

interface RegionalityTabProps {
  readonly keyId: string
  readonly actions: RegionActions
}

/** Where the key is: in one Region for ever, or in several. */
export function RegionalityTab({ keyId, actions }: RegionalityTabProps) {
  const { data: key } = useConsoleQuery('key', { id: keyId })
  if (!key) return <Skeleton />
  return key.regionality === 'SINGLE' ? <SingleRegion keyDto={key} /> : <Family keyDto={key} actions={actions} />
}

function Family({ keyDto, actions }: { readonly keyDto: KeyDto; readonly actions: RegionActions }) {
  const { family, error } = useFamily(keyDto)
  if (error) return <ErrorPanel error={error} />
  if (!family) return <Skeleton />
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <FamilyCard
        family={family}
        actions={actions}
        title="Regions of this key"
        aside={<span className="tabular-nums">{family.regions.length}</span>}
      />
      <DifferencesCard family={family} />
      <SharedNote />
    </div>
  )
}

/** All families at once tell more and ask less; those who may not list keys see what their own key tells. */
function useFamily(key: KeyDto) {
  const all = useConsoleQuery('families', {}, { until: areSettled })
  const found = all.data?.find(({ keyId }) => keyId === key.keyId)
  const alone = all.error !== null || (all.data !== undefined && !found)
  const own = useConsoleQuery(
    'members',
    { id: key.keyId },
    { enabled: alone, until: (members) => !members.some(({ state = '' }) => isBusy(state)) },
  )
  const family = found ?? (own.data && familyOf(key, own.data))
  return { family, error: own.error?.error }
}

function familyOf({ keyId, spec, usage, origin }: KeyDto, members: readonly MemberDto[]): FamilyDto {
  return {
    ...{ keyId, spec, usage, origin },
    regions: members.map(({ region }) => region),
    members: members.flatMap(({ region, type, state, deletionAt }) =>
      state === undefined
        ? []
        : [
            {
              ...{ region, type, state, aliases: [], description: '', tags: 0 },
              ...(deletionAt === undefined ? {} : { deletionAt }),
            },
          ],
    ),
  }
}
