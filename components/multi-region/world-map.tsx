'use client'

import { useId, useMemo } from 'react'
import type { FamilyDto, FamilyMemberDto } from '#console/dto/families.ts'
import { findRegion } from '#model/regions.ts'
import { stateText } from '../format.ts'
import { useFrame, usePaths } from '../hooks/frame.tsx'
import { isBusy, isDeleting } from '../keys/actions.ts'
import { Link } from '../ui/link.tsx'
import { arcOf, arcPoints, HEIGHT, LAND_PATH, placeSpotLabels, pointOf, type Spot, WIDTH } from './map-geometry.ts'

interface WorldMapProps {
  readonly family: Pick<FamilyDto, 'keyId' | 'regions' | 'members'>
  readonly name: string
  /** Where a member leads; none where the map is only looked at. */
  readonly to?: 'material' | 'regionality'
  /** Of a key that is of one Region for ever. */
  readonly single?: boolean
}

/** The members of a multi-Region key on the map, their primary joined with each replica. */
export function WorldMap({ family, name, to = 'regionality', single = false }: WorldMapProps) {
  const id = useId()
  const { key } = usePaths()
  const spots = useMemo(() => spotsOf(family, single), [family, single])
  const free = useFreeRegions(family.regions)
  const [primary, ...replicas] = spots
  const arcs = primary ? replicas.flatMap((spot) => arcPoints(primary, spot)) : []
  const labels = placeSpotLabels(spots, [...free, ...arcs])
  return (
    <div className="relative mx-auto mt-3 mb-4 w-[calc(100%-32px)] max-w-[1480px] max-sm:w-[calc(100%-16px)]">
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-labelledby={id} className="map block h-auto w-full">
        <title id={id}>{mapWords(name, family)}</title>
        <path className="dots" d={LAND_PATH} />
        {free.map(({ region, x, y }) => (
          <circle key={region} className="free" cx={x} cy={y} r={3.5}>
            <title>{region}</title>
          </circle>
        ))}
        {primary &&
          replicas.map((spot) => (
            <path key={spot.region} className={`arc ${lookOf(spot.member)}`} d={arcOf(primary, spot)} />
          ))}
        {spots.map((spot, index) => (
          <g key={spot.region}>
            <Dot spot={spot} />
            {labels[index] && (
              <text x={labels[index].x} y={labels[index].y} className={`label ${labels[index].end ? 'end' : ''}`}>
                {spot.region}
                <tspan className="note" x={labels[index].x} dy={15}>
                  {spot.lines[1]}
                </tspan>
              </text>
            )}
          </g>
        ))}
      </svg>
      {spots.map(({ region, x, y, lines }) => (
        <Link
          key={region}
          href={`${key(family.keyId, region)}/${to}`}
          aria-label={`${region}: ${lines[1]}`}
          className="absolute size-6 -translate-1/2 rounded-full"
          style={{ left: `${(x / WIDTH) * 100}%`, top: `${(y / HEIGHT) * 100}%` }}
        />
      ))}
    </div>
  )
}

interface MemberSpot extends Spot {
  readonly member: FamilyMemberDto | undefined
  readonly isPrimary: boolean
}

function spotsOf({ regions, members }: WorldMapProps['family'], single: boolean): readonly MemberSpot[] {
  return regions.flatMap((region, index) => {
    const point = pointOf(region)
    if (!point) return []
    const member = members.find((each) => each.region === region)
    const role = single ? 'Here only' : index === 0 ? 'Primary' : 'Replica'
    const state = member ? stateText(member.state).toLowerCase() : 'not for you to see'
    return [{ ...point, region, member, isPrimary: index === 0, lines: [region, `${role}, ${state}`] }]
  })
}

/** Regions of the same partition without a member. */
function useFreeRegions(taken: readonly string[]) {
  const { scope, regions } = useFrame()
  const partition = findRegion(scope.region)?.partition
  return regions.flatMap(({ id }) => {
    const point = pointOf(id)
    const isFree = point && !taken.includes(id) && findRegion(id)?.partition === partition
    return isFree ? [{ region: id, ...point }] : []
  })
}

function lookOf(member: FamilyMemberDto | undefined): string {
  if (!member) return ''
  if (isBusy(member.state)) return 'busy'
  if (isDeleting(member.state)) return 'leaving'
  return member.state === 'Enabled' ? '' : 'ill'
}

function Dot({ spot: { x, y, isPrimary, member } }: { readonly spot: MemberSpot }) {
  if (!isPrimary) return <circle className={`replica ${lookOf(member)}`} cx={x} cy={y} r={6.5} />
  return (
    <>
      <circle className="halo" cx={x} cy={y} r={15} />
      <circle className="primary" cx={x} cy={y} r={8} />
      <path className="check" d={`M${x - 3.5} ${y}l2.5 2.7 4.5-5`} />
    </>
  )
}

function mapWords(name: string, { regions }: WorldMapProps['family']): string {
  const [primary, ...replicas] = regions
  const rest = replicas.length === 0 ? 'no replicas' : `replicas in ${replicas.join(', ')}`
  return primary === undefined ? name : `${name}: primary in ${primary}, ${rest}`
}

/** What the dots mean. */
export function MapLegend() {
  return (
    <span className="flex flex-wrap items-center gap-x-4 mr-2 text-ink-2 text-md max-sm:hidden">
      <span className="inline-flex items-center gap-1.5">
        <i className="size-[9px] rounded-full bg-accent" />
        primary
      </span>
      <span className="inline-flex items-center gap-1.5">
        <i className="size-[9px] rounded-full border-2 border-accent" />
        replica
      </span>
      <span className="inline-flex items-center gap-1.5">
        <i className="size-[9px] rounded-full border-[1.5px] border-busy border-dashed" />
        under way
      </span>
      <span className="inline-flex items-center gap-1.5">
        <i className="size-[9px] rounded-full border-[1.5px] border-mark" />
        no replica
      </span>
    </span>
  )
}
