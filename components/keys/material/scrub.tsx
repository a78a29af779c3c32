'use client'

import type { RotationsDto } from '#console/dto/keys.ts'
import { useTimes } from '../../hooks/display.tsx'
import { useNow } from '../../hooks/frame.tsx'
import type { Geometry } from '../../rotation-timeline/geometry.ts'
import { ClockResult, useClock } from '../../sandboxes/clock-control.tsx'
import { Button } from '../../ui/button.tsx'
import { nextDue } from './next-due.ts'

const DAY = 86_400_000
/** Half the width of the handle, in pixels. */
const HALF = 9

interface Wish {
  /** Where the handle was moved to. */
  readonly wanted: number | undefined
  readonly onChange: (wanted: number | undefined) => void
}

/** The clock's line as a handle that goes on along the axis, never back. */
export function ScrubHandle({ geometry, wanted, onChange }: Wish & { readonly geometry: Geometry }) {
  const now = useNow()
  const { longDay } = useTimes()
  const { layout, nowX, to, height, bottom } = geometry
  if (to - now < 2 * DAY) return null
  const percent = (x: number) => (x / layout.width) * 100
  const value = Math.min(Math.max(wanted ?? now, now), to)
  const x = nowX + ((value - now) / (to - now)) * (layout.right - nowX)
  return (
    <>
      {value > now && (
        <span
          aria-hidden="true"
          className="pointer-events-none absolute border-accent border-l-2 border-dashed"
          style={{
            left: `${percent(x)}%`,
            top: `${(layout.top / height) * 100}%`,
            height: `${((bottom - layout.top) / height) * 100}%`,
          }}
        />
      )}
      <input
        type="range"
        aria-label="Move the clock on"
        aria-valuetext={longDay(value)}
        min={now}
        max={to}
        step={DAY}
        value={value}
        onChange={({ target }) => onChange(Number(target.value) > now ? Number(target.value) : undefined)}
        className="scrub absolute"
        style={{
          left: `calc(${percent(nowX)}% - ${HALF}px)`,
          width: `calc(${percent(layout.right - nowX)}% + ${2 * HALF}px)`,
          top: `calc(${(bottom / height) * 100}% - ${HALF}px)`,
        }}
      />
    </>
  )
}

interface ScrubBarProps extends Wish {
  /** Of the sandbox. */
  readonly id: string
  readonly rotations: RotationsDto
}

/** Moves the clock to where the handle stands, to what falls due next, or on by years. */
export function ScrubBar({ id, rotations, wanted, onChange }: ScrubBarProps) {
  const now = useNow()
  const { longDay } = useTimes()
  const clock = useClock(id)
  const next = nextDue(rotations, now)
  function move(change: Parameters<typeof clock.move>[0]) {
    onChange(undefined)
    clock.move(change)
  }
  const goTo = (time: number) => move({ set: new Date(time).toISOString() })
  return (
    <section
      aria-label="Move the clock on"
      className="flex flex-wrap items-center gap-x-2 gap-y-1.5 border-line-faint border-t px-4 py-2"
    >
      {wanted !== undefined && wanted > now ? (
        <>
          <Button size="small" variant="primary" icon="clock" busy={clock.busy} onClick={() => goTo(wanted)}>
            Move the clock to {longDay(wanted)}
          </Button>
          <Button size="small" variant="ghost" onClick={() => onChange(undefined)}>
            Cancel
          </Button>
        </>
      ) : (
        <>
          <span className="text-ink-3">Move the clock</span>
          <Button
            size="small"
            busy={clock.busy}
            reason={next ? undefined : 'Nothing is planned for this key'}
            onClick={() => next && goTo(next.at)}
          >
            To the next {next?.what ?? 'rotation'}
          </Button>
          <Button size="small" busy={clock.busy} onClick={() => move({ advance: 'P1Y' })}>
            +1 year
          </Button>
          <Button size="small" busy={clock.busy} onClick={() => move({ advance: 'P10Y' })}>
            +10 years
          </Button>
        </>
      )}
      <ClockResult clock={clock} />
    </section>
  )
}
