import { ICONS } from '../ui/icons.ts'
import type { Mark } from './geometry.ts'
import { secondLine } from './labels.ts'
import type { MarkKind } from './lives.ts'

const ICON: Readonly<Record<MarkKind, string>> = {
  created: ICONS.key,
  imported: ICONS.import,
  automatic: ICONS.rotate,
  'on-demand': ICONS.person,
  expired: ICONS.cross,
  deleted: ICONS.bin,
  expires: ICONS.cross,
  planned: ICONS.clock,
}

/** Circles come by themselves, diamonds on demand, squares from outside. */
function shapeOf(kind: MarkKind): 'circle' | 'diamond' | 'square' {
  if (kind === 'on-demand') return 'diamond'
  return kind === 'created' || kind === 'automatic' || kind === 'planned' ? 'circle' : 'square'
}

/** A mark on its lane, and its words where there is room. Its button lies over the drawing. */
export function LaneMark({ mark, tight }: { readonly mark: Mark; readonly tight: boolean }) {
  const { kind, x, y, label } = mark
  const scale = tight ? 0.82 : 1
  return (
    <>
      {label && (
        <text x={label.x} y={label.y} className={`label ${kind} ${label.end ? 'end' : ''}`}>
          {label.title}
          {label.oneLine ? (
            <tspan className="quiet" dx={5}>
              {label.when}
            </tspan>
          ) : (
            <tspan className="quiet" x={label.x} dy={secondLine(label)}>
              {label.when}
            </tspan>
          )}
        </text>
      )}
      <g className={`node ${kind}`} transform={`translate(${x} ${y}) scale(${scale})`}>
        <Shape kind={shapeOf(kind)} />
        <path d={ICON[kind]} transform="translate(-5 -5) scale(.625)" />
      </g>
    </>
  )
}

function Shape({ kind }: { readonly kind: ReturnType<typeof shapeOf> }) {
  switch (kind) {
    case 'circle':
      return <circle r={9} />
    case 'diamond':
      return <path d="M0 -10.5L10.5 0L0 10.5L-10.5 0Z" />
    case 'square':
      return <rect x={-8} y={-8} width={16} height={16} rx={3} />
  }
}
