'use client'

import { useId } from 'react'
import type { RotationsDto } from '#console/dto/keys.ts'
import { instant } from '../format.ts'
import { type Geometry, geometryOf, type Lane, LEFT, RIGHT, TOP, WIDTH } from './geometry.ts'
import { LaneMarks } from './lane-marks.tsx'

interface RotationTimelineProps {
  readonly rotations: RotationsDto
  readonly now: number
  /** The page element that tells more of a material. */
  readonly anchorOf: (number: number) => string
}

/** One lane a material, a step down at each rotation, what has not happened dashed and hatched, one clock line. */
export function RotationTimeline({ rotations, now, anchorOf }: RotationTimelineProps) {
  const id = useId()
  const geometry = geometryOf(rotations, now)
  const { lanes, nowX, bottom } = geometry
  return (
    <div className="overflow-x-auto px-4 pt-4 pb-1">
      <svg
        viewBox={`0 0 ${WIDTH} ${geometry.height}`}
        aria-labelledby={id}
        className="tl block h-auto w-full min-w-[900px]"
      >
        <title id={id}>Rotation timeline</title>
        <defs>
          <pattern id={`${id}-hatch`} width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
            <path d="M0 0V6" className="hatch" />
          </pattern>
        </defs>
        <rect x={nowX} y={TOP} width={RIGHT - nowX} height={bottom - TOP} fill={`url(#${id}-hatch)`} />
        <Axis geometry={geometry} />
        {lanes.map((lane) => (
          <LaneLines key={lane.number} lane={lane} nowX={nowX} />
        ))}
        <path className="now" d={`M${nowX} ${TOP}V${bottom}`} />
        {lanes.map((lane) => (
          <LaneMarks key={lane.number} lane={lane} now={now} href={anchorOf(lane.number)} />
        ))}
        <ClockFlag x={nowX} now={now} />
      </svg>
    </div>
  )
}

function Axis({ geometry }: { readonly geometry: Geometry }) {
  const { ticks, bottom } = geometry
  return (
    <>
      {ticks.map((tick) => (
        <path key={tick.at} className={tick.strong ? 'year' : 'tick'} d={`M${tick.x} ${TOP}V${bottom}`} />
      ))}
      <path className="axis" d={`M${LEFT - 6} ${bottom}H${RIGHT}`} />
      {ticks.map((tick) => (
        <text key={tick.at} x={tick.x + 5} y={bottom + 16} className={tick.strong ? 'strong' : 'quiet'}>
          {tick.label}
        </text>
      ))}
    </>
  )
}

/** What the material does: encrypts until the next one is born, and goes on decrypting ever after. */
function LaneLines({ lane, nowX }: { readonly lane: Lane; readonly nowX: number }) {
  const { x, y, until, how, current } = lane
  if (how === 'planned') return <path className="live planned" d={`M${x} ${y}H${RIGHT}`} />
  const end = Math.min(until?.x ?? RIGHT, nowX)
  const ahead = until && until.x > nowX
  return (
    <>
      {until && !ahead && <path className="tail" d={`M${until.x} ${y}H${RIGHT}`} />}
      <path className={current ? 'live cur' : 'live'} d={`M${x} ${y}H${end}`} />
      {current && <path className="livep" d={`M${nowX} ${y}H${until?.x ?? RIGHT}`} />}
      {until && <path className={ahead ? 'step planned' : 'step'} d={`M${until.x} ${y}V${until.y}`} />}
    </>
  )
}

const FLAG = 152

function ClockFlag({ x, now }: { readonly x: number; readonly now: number }) {
  const center = Math.min(Math.max(x, FLAG / 2), WIDTH - FLAG / 2)
  return (
    <>
      <rect className="flag" x={center - FLAG / 2} y={4} width={FLAG} height={24} rx={6} />
      <text className="flag-text" x={center} y={20} suppressHydrationWarning>
        {instant(now)}
      </text>
    </>
  )
}
