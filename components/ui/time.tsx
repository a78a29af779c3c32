'use client'

import { relative } from '../format.ts'
import { useTimes } from '../hooks/display.tsx'
import { useNow } from '../hooks/frame.tsx'
import { Hint } from './hint.tsx'

interface TimeProps {
  readonly time: number
  readonly className?: string
}

/** A time relative to the sandbox's clock; the absolute one on hover and focus. */
export function Ago({ time }: TimeProps) {
  const now = useNow()
  const { instant } = useTimes()
  return (
    <Hint text={<span className="mono">{instant(time)}</span>}>
      <time dateTime={new Date(time).toISOString()} className="whitespace-nowrap tabular-nums">
        {relative(time, now)}
      </time>
    </Hint>
  )
}

/** An absolute time, in the zone that was chosen. */
export function At({ time, className }: TimeProps) {
  return <Absolute time={time} className={className} text={useTimes().instant(time)} />
}

/** A day: `2026-11-23`. */
export function Day({ time, className }: TimeProps) {
  return <Absolute time={time} className={className} text={useTimes().day(time)} />
}

/** A day in words: `23 Nov 2026`. */
export function LongDay({ time, className }: TimeProps) {
  return <Absolute time={time} className={className} text={useTimes().longDay(time)} />
}

interface AbsoluteProps {
  readonly time: number
  readonly text: string
  readonly className: string | undefined
}

function Absolute({ time, text, className = '' }: AbsoluteProps) {
  return (
    <time dateTime={new Date(time).toISOString()} className={`whitespace-nowrap tabular-nums ${className}`}>
      {text}
    </time>
  )
}
