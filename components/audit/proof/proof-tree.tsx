import { count } from '../../format.ts'
import type { CheckedProof, Step } from './check-proof.ts'

/** How many levels are drawn: of a long path, the middle is told in a line. */
const MOST = 12
const [ROW, WIDTH, MIDDLE, SIDE] = [40, 480, 240, 104]

interface Level {
  readonly step: Step
  readonly number: number
}

/** The path from the leaf, at the bottom, to the signed root: at each level the hash beside it, on its side. */
export function ProofTree({ checked: { leaf, leafNumber, steps, root } }: { readonly checked: CheckedProof }) {
  const levels = steps.map((step, index): Level => ({ step, number: index + 1 })).reverse()
  const skipped = levels.length - MOST
  const half = MOST / 2
  const top = skipped > 0 ? levels.slice(0, half) : levels
  const bottom = skipped > 0 ? levels.slice(-half) : []
  const rows = top.length + bottom.length + (skipped > 0 ? 1 : 0)
  const height = (rows + 1) * ROW
  const yOf = (row: number) => row * ROW + ROW / 2
  return (
    <figure>
      <svg
        viewBox={`0 0 ${WIDTH} ${height}`}
        role="img"
        aria-label={`Path of ${steps.length} hashes from leaf ${count(leafNumber)} to the root ${short(root)}`}
        className="w-full max-w-[480px]"
      >
        {top.map((level, index) => (
          <Drawn key={level.number} level={level} y={yOf(index)} isRoot={index === 0} />
        ))}
        {skipped > 0 && (
          <>
            <line
              x1={MIDDLE}
              x2={MIDDLE}
              y1={yOf(top.length) - ROW}
              y2={yOf(top.length) + ROW}
              className="stroke-line-strong"
              strokeDasharray="2 3"
            />
            <text x={MIDDLE + 14} y={yOf(top.length) + 4} className="fill-ink-3 text-sm">
              {skipped} more
            </text>
          </>
        )}
        {bottom.map((level, index) => (
          <Drawn key={level.number} level={level} y={yOf(top.length + 1 + index)} isRoot={false} />
        ))}
        <Node
          x={MIDDLE}
          y={yOf(rows)}
          hash={leaf}
          label={`leaf ${count(leafNumber)}`}
          tone="own"
          side={steps[0]?.side === 'right' ? 'left' : 'right'}
        />
      </svg>
      <figcaption className="text-ink-3 text-sm">
        Filled: computed here from the event. Open: given by the proof. Each node is the SHA-256 of the two below it.
      </figcaption>
    </figure>
  )
}

/** A node of the path with lines to what it is made of, and the hash beside it. */
function Drawn({
  level: { step },
  y,
  isRoot,
}: {
  readonly level: Level
  readonly y: number
  readonly isRoot: boolean
}) {
  const x = step.side === 'left' ? MIDDLE - SIDE : MIDDLE + SIDE
  return (
    <>
      <path d={`M${MIDDLE} ${y}V${y + ROW}M${MIDDLE} ${y}L${x} ${y + ROW}`} className="fill-none stroke-line-strong" />
      <Node x={x} y={y + ROW} hash={step.sibling} tone="given" side={step.side} />
      <Node x={MIDDLE} y={y} hash={step.node} tone="own" label={isRoot ? 'signed root' : undefined} />
    </>
  )
}

interface NodeProps {
  readonly x: number
  readonly y: number
  readonly hash: string
  readonly tone: 'own' | 'given'
  readonly label?: string | undefined
  /** Where its hash stands: at the right unless it is on the left of the path. */
  readonly side?: Step['side']
}

function Node({ x, y, hash, tone, label, side = 'right' }: NodeProps) {
  const own = tone === 'own'
  const at = side === 'left' ? { x: x - 10, textAnchor: 'end' as const } : { x: x + 10, textAnchor: 'start' as const }
  return (
    <g>
      <title>{hash}</title>
      <circle
        cx={x}
        cy={y}
        r={4.5}
        className={own ? 'fill-accent' : 'fill-raised stroke-accent-mid'}
        strokeWidth={1.4}
      />
      <text {...at} y={y + 4} className={`mono ${own ? 'fill-ink' : 'fill-ink-3'}`}>
        {short(hash)}
        {label !== undefined && (
          <tspan dx={8} className="fill-ink-3 font-sans">
            {label}
          </tspan>
        )}
      </text>
    </g>
  )
}

function short(hash: string): string {
  return `${hash.slice(0, 4)}…${hash.slice(-4)}`
}
