'use client'

import { type KeyboardEvent, type PointerEvent, useState } from 'react'
import { Drawing, Scale, TimeAxis } from './chart-parts.tsx'
import { ceiling, rate, type Series, unitOf } from './request-series.ts'
import { useStepWords } from './step-words.ts'

/** Requests over time as an area, refused ones as bars; the arrow keys and the pointer read it step by step. */
export function RequestChart({ series }: { readonly series: Series }) {
  const [chosen, setChosen] = useState<number>()
  const { steps, from, to } = series
  const unit = unitOf(series)
  const top = ceiling(Math.max(...steps.map((step) => rate(step, unit.millis))))
  const x = (time: number) => ((time - from) / (to - from)) * 100
  const step = chosen === undefined ? undefined : steps[Math.min(chosen, steps.length - 1)]
  const place = step && x((step.from + step.to) / 2)
  const words = useStepWords(unit)

  function onKeyDown(event: KeyboardEvent) {
    const moves: Readonly<Record<string, number>> = { ArrowLeft: -1, ArrowRight: 1, PageUp: -10, PageDown: 10 }
    const last = steps.length - 1
    const move = moves[event.key]
    if (move !== undefined) setChosen((now = last) => Math.min(last, Math.max(0, now + move)))
    else if (event.key === 'Home') setChosen(0)
    else if (event.key === 'End') setChosen(last)
    else return
    event.preventDefault()
  }

  function onPointerMove(event: PointerEvent<HTMLElement>) {
    const box = event.currentTarget.getBoundingClientRect()
    const time = from + ((event.clientX - box.left) / box.width) * (to - from)
    const found = steps.findIndex((each) => time < each.to)
    setChosen(found === -1 ? steps.length - 1 : found)
  }

  return (
    <div className="px-4 pt-1 pb-3">
      <div className="grid grid-cols-[40px_minmax(0,1fr)]">
        <Scale top={top} />
        <div
          role="slider"
          tabIndex={0}
          aria-label="Requests over time"
          aria-valuemin={1}
          aria-valuemax={steps.length}
          aria-valuenow={(chosen ?? steps.length - 1) + 1}
          aria-valuetext={words(step ?? steps.at(-1))}
          onKeyDown={onKeyDown}
          onPointerMove={onPointerMove}
          onPointerLeave={() => setChosen(undefined)}
          onBlur={() => setChosen(undefined)}
          className="relative h-[148px] touch-pan-y"
        >
          <Drawing series={series} top={top} unit={unit.millis} x={x} />
          {place !== undefined && (
            <span aria-hidden="true" className="absolute inset-y-0 w-px bg-mark" style={{ left: `${place}%` }} />
          )}
          {step && place !== undefined && (
            <p
              aria-hidden="true"
              className="pointer-events-none absolute top-1 z-10 rounded-m bg-ink px-2 py-1 text-page text-sm whitespace-nowrap"
              style={place > 50 ? { right: `calc(${100 - place}% + 8px)` } : { left: `calc(${place}% + 8px)` }}
            >
              {words(step)}
            </p>
          )}
        </div>
        <TimeAxis from={from} to={to} />
      </div>
    </div>
  )
}
