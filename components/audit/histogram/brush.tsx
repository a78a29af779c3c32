'use client'

import { type KeyboardEvent, type PointerEvent, useId, useRef, useState } from 'react'
import { count } from '../../format.ts'
import { useTimes } from '../../hooks/display.tsx'
import { type Bar, sumOf, totalOf } from './bars.ts'

interface BrushProps {
  readonly bars: readonly Bar[]
  readonly bucket: number
  /** `to` is the first millisecond after what was chosen. */
  readonly onNarrow: (from: number, to: number) => void
}

const HEIGHT = 52

/** The bars. Drag over them, press one, or walk with the arrow keys, with Shift to take more than one, and Enter. */
export function Brush({ bars, bucket, onNarrow }: BrushProps) {
  const box = useRef<HTMLDivElement>(null)
  const { instant } = useTimes()
  const help = useId()
  /** Where the choice begins, and where it goes. */
  const [span, setSpan] = useState<readonly [number, number]>()
  const [isDragging, setIsDragging] = useState(false)
  const last = bars.length - 1
  const [low, high] = span ? [Math.min(...span), Math.min(Math.max(...span), last)] : [last, last]
  const chosen = bars.slice(low, high + 1)

  function narrow([a, b]: readonly [number, number]) {
    const [from, to] = [bars[Math.min(a, b)], bars[Math.max(a, b)]]
    setSpan(undefined)
    if (from && to) onNarrow(from.at, to.at + bucket)
  }
  function barAt({ clientX }: PointerEvent): number {
    const { left = 0, width = 1 } = box.current?.getBoundingClientRect() ?? {}
    return Math.max(0, Math.min(last, Math.floor(((clientX - left) / width) * bars.length)))
  }
  function onKeyDown(event: KeyboardEvent) {
    const [start, end] = span ?? [last, last]
    const to = { ArrowLeft: end - 1, ArrowRight: end + 1, Home: 0, End: last }[event.key]
    if (to !== undefined) {
      const next = Math.max(0, Math.min(last, to))
      setSpan([event.shiftKey ? start : next, next])
    } else if (event.key === 'Enter') narrow(span ?? [last, last])
    else if (event.key === 'Escape' && span) setSpan(undefined)
    else return
    event.preventDefault()
  }

  return (
    <div
      ref={box}
      role="slider"
      tabIndex={0}
      aria-label="Events by time"
      aria-valuemin={0}
      aria-valuemax={last}
      aria-valuenow={span ? Math.min(span[1], last) : last}
      aria-valuetext={textOf(chosen, bucket, instant)}
      aria-describedby={help}
      onKeyDown={onKeyDown}
      onBlur={() => setSpan(undefined)}
      onPointerDown={(event) => {
        if (event.button !== 0) return
        event.currentTarget.setPointerCapture(event.pointerId)
        setIsDragging(true)
        setSpan([barAt(event), barAt(event)])
      }}
      onPointerMove={(event) => setSpan([isDragging && span ? span[0] : barAt(event), barAt(event)])}
      onPointerUp={(event) => {
        if (isDragging && span) narrow([span[0], barAt(event)])
        setIsDragging(false)
      }}
      onPointerCancel={() => setIsDragging(false)}
      onPointerLeave={() => !isDragging && setSpan(undefined)}
      className="relative cursor-crosshair touch-pan-y select-none"
    >
      <Bars bars={bars} low={span ? low : -1} high={span ? high : -1} />
      <span id={help} className="sr-only">
        Arrow keys walk along the bars, Shift takes several, Enter shows only their time.
      </span>
      {span && <Readout text={textOf(chosen, bucket, instant)} place={(low + high + 1) / 2 / bars.length} />}
    </div>
  )
}

interface BarsProps {
  readonly bars: readonly Bar[]
  readonly low: number
  readonly high: number
}

/** Drawn one unit wide each, and stretched to the width there is. */
function Bars({ bars, low, high }: BarsProps) {
  const most = Math.max(1, ...bars.map(totalOf))
  const gap = bars.length > 200 ? 0 : 0.16
  return (
    <svg
      viewBox={`0 0 ${bars.length} ${HEIGHT}`}
      preserveAspectRatio="none"
      aria-hidden="true"
      className="block h-[52px] w-full border-line-strong border-b"
    >
      {high >= 0 && <rect x={low} y={0} width={high - low + 1} height={HEIGHT} className="fill-accent-soft" />}
      {bars.map((bar, index) => (
        <BarShape key={bar.at} bar={bar} x={index + gap / 2} width={1 - gap} unit={(HEIGHT - 2) / most} />
      ))}
    </svg>
  )
}

interface BarShapeProps {
  readonly bar: Bar
  readonly x: number
  readonly width: number
  /** How high one event is. */
  readonly unit: number
}

/** What few were refused must be seen beside what many were allowed. */
const LEAST = 2

function BarShape({ bar, x, width, unit }: BarShapeProps) {
  const height = (events: number) => (events === 0 ? 0 : Math.max(LEAST, events * unit))
  const [denied, error] = [height(bar.denied), height(bar.error)]
  const ok = bar.ok === 0 ? 0 : Math.max(1, totalOf(bar) * unit - denied - error)
  const parts = [
    { name: 'denied', height: denied, y: HEIGHT - denied, fill: 'fill-deletion' },
    { name: 'error', height: error, y: HEIGHT - denied - error, fill: 'fill-unavail' },
    { name: 'ok', height: ok, y: HEIGHT - denied - error - ok, fill: 'fill-line-strong' },
  ]
  return parts
    .filter((part) => part.height > 0)
    .map((part) => <rect key={part.name} x={x} y={part.y} width={width} height={part.height} className={part.fill} />)
}

interface ReadoutProps {
  readonly text: string
  /** From 0 at the left to 1. */
  readonly place: number
}

function Readout({ text, place }: ReadoutProps) {
  const side = place > 0.5 ? { right: `${(1 - place) * 100}%` } : { left: `${place * 100}%` }
  return (
    <p
      aria-hidden="true"
      style={side}
      className="pointer-events-none absolute bottom-full z-10 mb-1 rounded-m bg-ink px-2 py-1 text-page text-sm tabular-nums whitespace-nowrap"
    >
      {text}
    </p>
  )
}

const TO_THE_MINUTE = '2026-11-23 14:05'.length
const A_DAY = '2026-11-23'.length

/** `2026-11-23 14:05 to 14:06: 41 events, 2 denied`. */
function textOf(bars: readonly Bar[], bucket: number, instant: (time: number) => string): string {
  const [first, last] = [bars[0], bars.at(-1)]
  if (!first || !last) return ''
  const sum = sumOf(bars)
  const total = sum.ok + sum.denied + sum.error
  const parts = [
    `${count(total)} ${total === 1 ? 'event' : 'events'}`,
    ...(sum.denied > 0 ? [`${count(sum.denied)} denied`] : []),
    ...(sum.error > 0 ? [`${count(sum.error)} failed`] : []),
  ]
  const [from, to] = [first.at, last.at + bucket].map((time) => instant(time).slice(0, TO_THE_MINUTE))
  const end = from?.slice(0, A_DAY) === to?.slice(0, A_DAY) ? to?.slice(A_DAY + 1) : to
  return `${from} to ${end}: ${parts.join(', ')}`
}
