'use client'

import type { SandboxDto } from '#console/dto/sandboxes.ts'
import { Term } from '../help/term.tsx'
import { useTimes } from '../hooks/display.tsx'
import { Card } from '../ui/card.tsx'
import { ClockButtons, ClockResult, useClock } from './clock-control.tsx'
import { aheadText } from './clock-words.ts'
import { AdvanceForm, MoveForm } from './move-form.tsx'
import { StateTags } from './state-tags.tsx'
import { useRunning } from './use-running.ts'
import { useTimesBack } from './use-times-back.ts'

interface ClockCardProps {
  readonly sandbox: SandboxDto
}

/** The time in a sandbox, and every way to move it: on, never back. What came of a move is gone once it was put back. */
export function ClockCard({ sandbox }: ClockCardProps) {
  const times = useTimesBack(sandbox.clock.now)
  return <Clock key={times} sandbox={sandbox} />
}

function Clock({ sandbox: { id, clock: state } }: ClockCardProps) {
  const now = useRunning(state)
  const { instant } = useTimes()
  const clock = useClock(id)
  return (
    <Card title={<Term name="sandbox-clock">Clock</Term>} aside={aheadText(state.ahead)}>
      <div className="grid gap-4 px-4 py-3.5">
        <p className="flex flex-wrap items-center gap-2">
          <span className="mono text-title tabular-nums">{instant(now)}</span>
          <StateTags clock={state} faults={[]} />
        </p>
        <ClockButtons clock={clock} frozen={state.frozen} />
        <AdvanceForm clock={clock} />
        <MoveForm
          label="Set to (UTC)"
          hint="Never back: reset the sandbox or restore a snapshot for that."
          type="datetime-local"
          button="Set"
          busy={clock.busy}
          move={(set) => clock.move({ set: `${set}Z` })}
        />
        <ClockResult clock={clock} />
      </div>
    </Card>
  )
}
