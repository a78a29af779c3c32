import { daysUntil, longDay, shortMaterial } from '../format.ts'
import { ICONS } from '../ui/icons.ts'
import { type Lane, LEFT } from './geometry.ts'

const SHAPES = {
  created: ICONS.key,
  imported: ICONS.import,
  automatic: ICONS.rotate,
  'on-demand': ICONS.person,
  planned: ICONS.clock,
} as const

const NAMES = {
  created: 'Created',
  imported: 'Imported',
  automatic: 'Automatic',
  'on-demand': 'On demand',
  planned: 'Automatic, planned',
} as const

interface LaneMarksProps {
  readonly lane: Lane
  readonly now: number
  readonly href: string
}

/** The node of a material, its name to the left, and what happened beside it. */
export function LaneMarks({ lane, now, href }: LaneMarksProps) {
  const { x, y, how, at } = lane
  const planned = how === 'planned'
  const when = planned ? `${longDay(at)}, in ${daysUntil(at, now)} d` : longDay(at)
  const node = (
    <g className={`node ${how}`}>
      {how === 'on-demand' ? (
        <path d={`M${x} ${y - 10.5}L${x + 10.5} ${y}L${x} ${y + 10.5}L${x - 10.5} ${y}Z`} />
      ) : (
        <circle cx={x} cy={y} r={9} />
      )}
      <path d={SHAPES[how]} transform={`translate(${x - 5} ${y - 5}) scale(.625)`} />
    </g>
  )
  return (
    <>
      <LaneName lane={lane} />
      {how !== 'created' && <Label lane={lane} name={NAMES[how]} when={when} />}
      {planned ? (
        node
      ) : (
        <a href={href} aria-label={`Material ${lane.number}: ${NAMES[how]} ${when}`}>
          {node}
        </a>
      )}
    </>
  )
}

function LaneName({ lane: { number, materialId, current, how, at, y } }: { readonly lane: Lane }) {
  const planned = how === 'planned'
  return (
    <>
      <text x={0} y={y - 3} className={planned ? 'number planned' : 'number'}>
        {number}
        <tspan dx={10} className={planned ? 'quiet' : 'id'}>
          {materialId ? shortMaterial(materialId) : 'not made yet'}
        </tspan>
      </text>
      {!planned && (
        <text x={17.5} y={y + 12} className={current ? 'current' : 'quiet'}>
          {current ? 'Current' : how === 'created' ? `Created ${longDay(at)}` : 'Decrypts only'}
        </text>
      )}
    </>
  )
}

/** Beside the node, on the side where there is room. */
function Label({ lane, name, when }: { readonly lane: Lane; readonly name: string; readonly when: string }) {
  const { x, y, how } = lane
  const left = x > LEFT + 150
  const side = left ? 'end' : ''
  const at = left ? x - 18 : x + 18
  const planned = how === 'planned' ? 'planned' : ''
  return (
    <>
      <text x={at} y={y - (left ? 3 : 7)} className={`label ${planned} ${side}`}>
        {name}
      </text>
      <text x={at} y={y + (left ? 11 : 16)} className={`quiet ${side}`}>
        {when}
      </text>
    </>
  )
}
