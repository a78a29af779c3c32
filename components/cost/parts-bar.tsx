import type { CostSumDto } from '#console/dto/cost.ts'
import { money } from './money.ts'
import { partsOf } from './parts.ts'

const [WIDTH, GAP] = [1000, 3]

/** A sum by its parts, drawn to scale, with its legend. */
export function PartsBar({ sum }: { readonly sum: CostSumDto }) {
  const parts = partsOf(sum)
  const there = parts.filter(({ amount }) => amount > 0)
  const scale = (WIDTH - GAP * Math.max(0, there.length - 1)) / Math.max(1, sum.total)
  let x = 0
  return (
    <div>
      <svg
        aria-hidden="true"
        viewBox={`0 0 ${WIDTH} 6`}
        preserveAspectRatio="none"
        className="block h-1.5 w-full bg-hover"
      >
        {there.map(({ name, amount, ground }) => {
          const from = x
          x += amount * scale + GAP
          return <rect key={name} x={from} width={amount * scale} height="6" className={ground} />
        })}
      </svg>
      <ul aria-label="Cost by part" className="mt-2.5 flex flex-wrap gap-x-5 gap-y-1.5 text-ink-2">
        {parts.map(({ name, amount, ground }) => (
          <li key={name} className="inline-flex items-center gap-1.5">
            <i className={`size-2 rounded-[2px] ${ground}`} />
            {name} <b className="font-strong text-ink tabular-nums">{money(amount)}</b>
          </li>
        ))}
      </ul>
    </div>
  )
}
