import { useId } from 'react'
import { instant } from '../format.ts'
import type { Geometry, Lane } from './geometry.ts'
import { LaneMark } from './lane-mark.tsx'
import { LaneFigures, LaneName } from './lane-words.tsx'

interface DrawingProps {
  readonly geometry: Geometry
  readonly now: number
  readonly title: string
  /** All that it shows, in words. */
  readonly description: string
}

/** One lane a material, a step down at each rotation, what has not happened dashed and hatched, one clock line. */
export function Drawing({ geometry, now, title, description }: DrawingProps) {
  const id = useId()
  const { layout, lanes, nowX, bottom } = geometry
  return (
    <svg
      viewBox={`0 0 ${layout.width} ${geometry.height}`}
      role="img"
      aria-labelledby={`${id}-title`}
      aria-describedby={`${id}-description`}
      className={`tl ${layout.kind} block h-auto w-full`}
    >
      <title id={`${id}-title`}>{title}</title>
      <desc id={`${id}-description`}>{description}</desc>
      <defs>
        <pattern id={`${id}-hatch`} width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <path d="M0 0V6" className="hatch" />
        </pattern>
        <pattern id={`${id}-gap`} width="4" height="4" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <path d="M0 0V4" className="gap-line" />
        </pattern>
      </defs>
      <rect
        x={nowX}
        y={layout.top}
        width={Math.max(0, layout.right - nowX)}
        height={bottom - layout.top}
        fill={`url(#${id}-hatch)`}
      />
      <Grid geometry={geometry} />
      {lanes.map((lane, index) => (
        <LaneShapes key={lane.life.number} lane={lane} age={(index + 1) / lanes.length} gap={`url(#${id}-gap)`} />
      ))}
      <path className="now" d={`M${nowX} ${layout.top}V${bottom}`} />
      {lanes.map((lane) => (
        <g key={lane.life.number}>
          <LaneName lane={lane} geometry={geometry} />
          <LaneFigures lane={lane} geometry={geometry} now={now} />
          {lane.marks.map((mark) => (
            <LaneMark key={mark.id} mark={mark} tight={geometry.tight} />
          ))}
        </g>
      ))}
      <ClockFlag geometry={geometry} now={now} />
    </svg>
  )
}

function Grid({ geometry: { layout, ticks, bottom } }: { readonly geometry: Geometry }) {
  return (
    <>
      {layout.kind === 'wide' && (
        <>
          <text x={0} y={layout.top + 16} className="quiet">
            Material
          </text>
          <text x={layout.right + 18} y={layout.top + 16} className="quiet">
            Ciphertexts opened
          </text>
        </>
      )}
      {ticks.map((tick) => (
        <path key={tick.at} className={tick.strong ? 'year' : 'tick'} d={`M${tick.x} ${layout.top}V${bottom}`} />
      ))}
      <path className="axis" d={`M${layout.left} ${bottom}H${layout.right}`} />
      {ticks.map((tick) => (
        <text
          key={tick.at}
          x={Math.min(tick.x + 4, layout.right - tick.label.length * 6)}
          y={bottom + 16}
          className={tick.strong ? 'strong' : 'quiet'}
        >
          {tick.label}
        </text>
      ))}
    </>
  )
}

interface LaneShapesProps {
  readonly lane: Lane
  /** From the oldest, near 0, to the newest, 1. */
  readonly age: number
  /** What a time without the material is filled with. */
  readonly gap: string
}

function LaneShapes({ lane: { y, segments, step, ridge, life }, age, gap }: LaneShapesProps) {
  const current = life.state === 'current' ? 'cur' : ''
  const opacity = { '--o': 0.5 + age * 0.5 }
  return (
    <>
      {ridge && (
        <g style={opacity as React.CSSProperties}>
          <path className={`ridge ${current}`} d={ridge.area} />
          <path className={`crest ${current}`} d={ridge.crest} />
        </g>
      )}
      {segments.map(({ kind, x1, x2 }) =>
        kind === 'gap' ? (
          <rect key={`${kind}-${x1}`} x={x1} y={y - 7} width={x2 - x1} height={14} fill={gap} />
        ) : (
          <path key={`${kind}-${x1}`} className={`seg ${kind}`} d={`M${x1} ${y}H${x2}`} />
        ),
      )}
      {step && <path className={step.planned ? 'step planned' : 'step'} d={`M${step.x} ${y}V${step.to}`} />}
    </>
  )
}

/** Of a letter of the clock. */
const LETTER = 7

function ClockFlag({ geometry: { layout, nowX, zone }, now }: { readonly geometry: Geometry; readonly now: number }) {
  const text = instant(now, zone)
  const width = text.length * LETTER + 8
  const center = Math.min(Math.max(nowX, width / 2), layout.width - width / 2)
  return (
    <>
      <rect className="flag" x={center - width / 2} y={4} width={width} height={24} rx={6} />
      <text className="flag-text" x={center} y={20} suppressHydrationWarning>
        {text}
      </text>
    </>
  )
}
