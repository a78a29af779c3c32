import type { AccessChangeKind } from '#policy/lab/compare-access.ts'
import type { Cell } from './access-model.ts'

/** A dot for the key policy, a square for IAM, a diamond for a grant; hollow under a condition; a cross for a deny. */
export type MarkShape = 'dot' | 'square' | 'diamond' | 'cross' | 'plus' | 'minus'

interface MarkProps {
  readonly shape: MarkShape
  readonly hollow?: boolean
  readonly className?: string
}

const PATHS: Readonly<Record<MarkShape, string>> = {
  dot: 'M3 6a3 3 0 1 0 6 0a3 3 0 1 0-6 0z',
  square: 'M3.2 3.2h5.6v5.6H3.2z',
  diamond: 'M6 2l4 4-4 4-4-4z',
  cross: 'M3 3l6 6M9 3L3 9',
  plus: 'M6 2v8M2 6h8',
  minus: 'M2 6h8',
}

const STROKES: ReadonlySet<MarkShape> = new Set(['cross', 'plus', 'minus'])

/** Always beside words or inside a named control. */
export function Mark({ shape, hollow = false, className = '' }: MarkProps) {
  const isLine = STROKES.has(shape)
  return (
    <svg
      viewBox="0 0 12 12"
      aria-hidden="true"
      className={`inline-block size-3 flex-none stroke-current ${className}`}
      fill={hollow || isLine ? 'none' : 'currentColor'}
      strokeWidth={isLine || hollow ? 1.6 : 0.8}
      strokeLinecap="round"
    >
      <path d={PATHS[shape]} />
    </svg>
  )
}

const SHAPES = { 'key policy': 'dot', 'IAM policy': 'square', grant: 'diamond' } as const
const INKS = { 'key policy': 'text-accent', 'IAM policy': 'text-import', grant: 'text-warn' } as const

/** The mark of a cell; nothing where nothing is allowed and nothing is denied. */
export function CellMark({ cell }: { readonly cell: Cell }) {
  const { level, via = 'key policy', decision, change } = cell
  if (change === 'gains') return <Mark shape="plus" className="text-gain" />
  if (change === 'loses') return <Mark shape="minus" className="text-loss" />
  if (level === 'never') {
    return decision.outcome === 'explicitly-denied' ? <Mark shape="cross" className="text-loss" /> : null
  }
  const mark = <Mark shape={SHAPES[via]} hollow={level === 'conditional'} className={INKS[via]} />
  if (change === undefined || change === 'same') return mark
  return (
    <span className="inline-flex items-center text-warn">
      {mark}
      {change !== 'changed' && <Mark shape={change === 'widened' ? 'plus' : 'minus'} className="size-2.5" />}
    </span>
  )
}

/** The ground of a cell that changes. */
export const CHANGE_GROUNDS: Readonly<Record<AccessChangeKind, string>> = {
  same: '',
  gains: 'bg-gain-soft',
  loses: 'bg-loss-soft',
  widened: 'bg-warn-soft',
  narrowed: 'bg-warn-soft',
  changed: 'bg-warn-soft',
}
