'use client'

import { useTimes } from '../hooks/display.tsx'
import { useNow } from '../hooks/frame.tsx'
import { rate, rateText, type Series } from './request-series.ts'

/** How high the marks of refused calls are, of the whole height: one is seen, many do not hide the rest. */
const [DENIED_LEAST, DENIED_MOST] = [5, 30]
/** Width and height of the drawing's own grid, which stretches with its box. */
const SIZE = 100

interface DrawingProps {
  readonly series: Series
  /** The rate at the upper edge. */
  readonly top: number
  /** What rates are said by, in milliseconds. */
  readonly unit: number
  readonly x: (time: number) => number
}

export function Drawing({ series: { steps }, top, unit, x }: DrawingProps) {
  const points = steps.map((step) => {
    const y = SIZE - (rate(step, unit) / top) * SIZE
    return `${x((step.from + step.to) / 2).toFixed(2)} ${y.toFixed(2)}`
  })
  const line = `M${points.join('L')}`
  const [first, last] = [points[0]?.split(' ')[0], points.at(-1)?.split(' ')[0]]
  const mostDenied = Math.max(...steps.map(({ denied }) => denied))
  return (
    <svg
      viewBox={`0 0 ${SIZE} ${SIZE}`}
      preserveAspectRatio="none"
      aria-hidden="true"
      className="absolute inset-0 size-full overflow-visible"
    >
      {[0, SIZE / 2, SIZE].map((y) => (
        <path key={y} d={`M0 ${y}H${SIZE}`} className="stroke-line-faint" vectorEffect="non-scaling-stroke" />
      ))}
      {points.length > 1 && (
        <>
          <path d={`${line}L${last} ${SIZE}L${first} ${SIZE}Z`} className="fill-accent-soft" />
          <path d={line} className="fill-none stroke-accent" strokeWidth="1.5" vectorEffect="non-scaling-stroke" />
        </>
      )}
      {steps.map(({ from, to, denied }) => {
        if (denied === 0) return null
        const height = DENIED_LEAST + ((DENIED_MOST - DENIED_LEAST) * denied) / mostDenied
        const width = Math.max(0.35, (x(to) - x(from)) * 0.6)
        const middle = x((from + to) / 2)
        return (
          <rect
            key={from}
            x={middle - width / 2}
            y={SIZE - height}
            width={width}
            height={height}
            className="fill-deletion"
          />
        )
      })}
    </svg>
  )
}

/** Rates at the left: the top, its half, and nothing. */
export function Scale({ top }: { readonly top: number }) {
  return (
    <div aria-hidden="true" className="flex flex-col justify-between text-ink-3 text-sm tabular-nums">
      {[top, top / 2, 0].map((value) => (
        <span key={value} className="-my-[9px] first:-mt-2 last:-mb-2">
          {rateText(value)}
        </span>
      ))}
    </div>
  )
}

const PARTS = 4
const TWO_DAYS = 172_800_000

/** The time at five places below; of more than two days, the days. */
export function TimeAxis({ from, to }: Pick<Series, 'from' | 'to'>) {
  const { clockParts, longDay, day } = useTimes()
  const now = useNow()
  const label = (time: number) => {
    if (to - from > TWO_DAYS) return longDay(time).replace(/ \d{4}$/, '')
    const clock = clockParts(time)[0].slice(0, 5)
    return day(time) === day(now) || time !== from ? clock : `${clock} yesterday`
  }
  const times = Array.from({ length: PARTS + 1 }, (_, index) => from + ((to - from) * index) / PARTS)
  return (
    <div aria-hidden="true" className="col-start-2 flex justify-between pt-1.5 text-ink-3 text-sm tabular-nums">
      {times.map((time, index) => (
        <span key={time} className={index % 2 === 1 ? 'max-sm:hidden' : ''}>
          {label(time)}
        </span>
      ))}
    </div>
  )
}
