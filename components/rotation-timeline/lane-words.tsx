import { count, longDay, relative, shortMaterial } from '../format.ts'
import type { Geometry, Lane } from './geometry.ts'
import type { Life } from './lives.ts'

interface LaneWordsProps {
  readonly lane: Lane
  readonly geometry: Geometry
}

/** What a material is and does now, in two or three words. */
export function stateWords(life: Life): string {
  switch (life.state) {
    case 'planned':
      return 'not made yet'
    case 'current':
      return isMissing(life) ? 'Current, missing' : 'Current'
    case 'pending':
      return 'Pending rotation'
    case 'pending-elsewhere':
      return 'Pending import elsewhere'
    case 'former':
      return isMissing(life) ? 'Missing' : 'Decrypts only'
  }
}

export function isMissing({ state, presences }: Life): boolean {
  return state !== 'planned' && presences.at(-1)?.to !== undefined
}

/**
 * Number and id of the material: to the left of its lane, or above it, where there is no room to say of most that they
 * decrypt only.
 */
export function LaneName({ lane: { life, y }, geometry: { layout, tight, zone } }: LaneWordsProps) {
  const planned = life.state === 'planned'
  const words = stateWords(life)
  const wide = layout.kind === 'wide'
  const base = wide ? (tight ? y + 4 : y - 3) : y - 27
  const tone = isMissing(life) ? 'missing' : life.state
  return (
    <>
      <text x={0} y={base} className={planned ? 'number planned' : 'number'}>
        {life.number}
        <tspan dx={life.number > 9 ? 6 : 10} className={planned ? 'quiet' : 'id'}>
          {life.materialId ? shortMaterial(life.materialId) : words}
        </tspan>
        {!planned && (!wide || tight) && (
          <tspan dx={8} className={`state ${tone}`}>
            {wide ? (life.state === 'current' ? words : '') : tone === 'former' ? '' : words}
          </tspan>
        )}
      </text>
      {!planned && wide && !tight && (
        <text x={17.5} y={y + 12} className={`state ${tone}`}>
          {life.moments[0]?.kind === 'created' && life.state === 'former'
            ? `Created ${longDay(life.moments[0].at, zone)}`
            : words}
        </text>
      )}
    </>
  )
}

const BAR = 100

/** How many ciphertexts it opened, and when it last did. */
export function LaneFigures({ lane: { opened, y }, geometry, now }: LaneWordsProps & { readonly now: number }) {
  if (!opened) return null
  const { layout, tight } = geometry
  const last = opened.last === undefined ? 'never' : relative(opened.last, now)
  if (layout.kind === 'narrow') {
    return (
      <text x={layout.width} y={y - 27} className="figure end">
        {count(opened.total)}
        <tspan className="quiet" dx={5} suppressHydrationWarning>
          {last}
        </tspan>
      </text>
    )
  }
  const x = layout.right + 18
  const base = tight ? y + 4 : y - 6
  return (
    <>
      <text x={x} y={base} className="figure">
        {count(opened.total)}
      </text>
      <text x={layout.width} y={base} className="quiet end" suppressHydrationWarning>
        {last}
      </text>
      {!tight && opened.total > 0 && (
        <rect className="bar" x={x} y={y + 1} width={2 + opened.part * (BAR + 46)} height={3} rx={1.5} />
      )}
    </>
  )
}
