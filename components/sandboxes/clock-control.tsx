'use client'

import { type ReactNode, useId } from 'react'
import type { MovedClockDto } from '#console/dto/sandboxes.ts'
import { Button } from '../ui/button.tsx'
import { ErrorPanel } from '../ui/states.tsx'
import { STEPS } from './clock-words.ts'
import { DueKeys } from './due-keys.tsx'
import { useSandboxAction, useSandboxActions } from './sandbox-actions.tsx'

/** Moves the clock of a sandbox; tells what came of the last move, or why it was refused. */
export function useClock(id: string) {
  const { moveClock } = useSandboxActions()
  const { run, busy, error, answer } = useSandboxAction(moveClock, { quiet: true })
  return { move: (change: Parameters<typeof run>[1]) => run(id, change), busy, error, moved: answer }
}

interface ClockButtonsProps {
  readonly clock: ReturnType<typeof useClock>
  readonly frozen: boolean
  /** Behind the steps. */
  readonly children?: ReactNode
}

/** Freezes the clock or lets it run, and advances it by steps. */
export function ClockButtons({ clock: { move, busy }, frozen, children }: ClockButtonsProps) {
  const id = useId()
  return (
    <div className="grid gap-3">
      <div className="flex flex-wrap items-center gap-1.5">
        <span id={id} className="w-16 text-ink-3">
          Advance
        </span>
        <fieldset aria-labelledby={id} className="contents">
          {STEPS.map(({ duration, label }) => (
            <Button key={duration} size="small" busy={busy} onClick={() => move({ advance: duration })}>
              {label}
            </Button>
          ))}
        </fieldset>
        {children}
      </div>
      <div className="flex flex-wrap items-center gap-1.5">
        <span className="w-16 text-ink-3">{frozen ? 'It stands' : 'It runs'}</span>
        <Button size="small" icon={frozen ? 'clock' : 'freeze'} busy={busy} onClick={() => move({ freeze: !frozen })}>
          {frozen ? 'Let it run' : 'Freeze'}
        </Button>
      </div>
    </div>
  )
}

interface ClockResultProps {
  readonly clock: ReturnType<typeof useClock>
  /** When a link to a key is followed. */
  readonly onFollow?: () => void
}

/** What came of the last move. */
export function ClockResult({ clock: { error, moved }, onFollow }: ClockResultProps) {
  return (
    <>
      <div role="status" className="text-ink-2 empty:hidden">
        {moved && !error ? <Told moved={moved} onFollow={onFollow} /> : null}
      </div>
      {error && <ErrorPanel error={error} />}
    </>
  )
}

interface ToldProps {
  readonly moved: MovedClockDto
  readonly onFollow: ClockResultProps['onFollow']
}

function Told({ moved: { id, now, frozen, changes }, onFollow }: ToldProps) {
  return (
    <>
      <p>
        It is <span className="mono">{now.slice(0, 19)}Z</span>
        {frozen ? ', frozen' : ''}.{changes.length === 0 && ' Nothing fell due until then.'}
      </p>
      {changes.length > 0 && (
        <ul className="mt-1 grid gap-0.5">
          {changes.map((each) => (
            <li key={each.kind}>
              <DueKeys sandbox={id} changes={each} onFollow={onFollow} />
            </li>
          ))}
        </ul>
      )}
    </>
  )
}
