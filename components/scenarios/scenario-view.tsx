'use client'

import type { ScenarioDto } from '#console/dto/scenarios.ts'
import { usePaths } from '../hooks/frame.tsx'
import { useAction } from '../hooks/use-action.ts'
import { useUrlState } from '../hooks/use-url-state.ts'
import { Button } from '../ui/button.tsx'
import { PageHead } from '../ui/page-head.tsx'
import { ErrorPanel, Skeleton } from '../ui/states.tsx'
import { RecentEvents } from './recent-events.tsx'
import { StepBar } from './step-bar.tsx'
import { StepList } from './step-list.tsx'
import { type DoStepAction, isPlayed, type ScenarioAction, useScenario } from './use-scenario.ts'

export interface ScenarioActions {
  readonly startScenario: ScenarioAction
  readonly resetScenario: ScenarioAction
  readonly stopScenario: ScenarioAction
  readonly doScenarioStep: DoStepAction
}

interface ScenarioViewProps {
  readonly name: string
  readonly actions: ScenarioActions
}

/** A scenario: its steps, and beside them what was done in its sandbox. */
export function ScenarioView({ name, actions }: ScenarioViewProps) {
  const { data, error } = useScenario(name)
  if (!data) return error ? <ErrorPanel error={error.error} /> : <Skeleton />
  return (
    <>
      <Head scenario={data} actions={actions} />
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_352px]">
        <StepList scenario={data} act={actions.doScenarioStep} />
        <RecentEvents scenario={data} />
      </div>
    </>
  )
}

function Head({ scenario, actions }: { readonly scenario: ScenarioDto; readonly actions: ScenarioActions }) {
  const { scenarios } = usePaths()
  const { name, number, title, summary, minutes, passed, stepCount } = scenario
  return (
    <PageHead
      title={title}
      up={{ href: scenarios, label: 'Scenarios', here: `${number}. ${title}` }}
      actions={<Buttons scenario={scenario} actions={actions} />}
    >
      <p className="max-w-[720px] text-ink-2">{summary}</p>
      <p className="mt-2 flex items-center gap-3 text-ink-3 text-sm tabular-nums">
        <StepBar passed={passed} total={stepCount} className="w-40 max-sm:w-28" />
        <span data-testid="scenario-progress">
          {passed} of {stepCount} steps
        </span>
        <span>{minutes} min</span>
        <span className="sr-only">{name}</span>
      </p>
    </PageHead>
  )
}

function Buttons({ scenario, actions }: { readonly scenario: ScenarioDto; readonly actions: ScenarioActions }) {
  const { name } = scenario
  const { set } = useUrlState()
  const fromTheStart = { onDone: () => set({ step: undefined }, 'replace') }
  const start = useAction(actions.startScenario, fromTheStart)
  const reset = useAction(actions.resetScenario, {
    ...fromTheStart,
    done: () => ({ title: 'Back at the beginning', detail: 'Keys, people and log are as before the first step' }),
  })
  const stop = useAction(actions.stopScenario, {
    ...fromTheStart,
    done: () => ({ title: 'Scenario ended', detail: 'Its sandbox is gone, with all that was in it' }),
  })
  if (!isPlayed(scenario)) {
    return (
      <Button variant="primary" busy={start.busy} onClick={() => start.run(name)}>
        Start
      </Button>
    )
  }
  return (
    <>
      <Button icon="undo" busy={reset.busy} onClick={() => reset.run(name)}>
        Reset
      </Button>
      <Button variant="ghost" busy={stop.busy} onClick={() => stop.run(name)}>
        End
      </Button>
    </>
  )
}
