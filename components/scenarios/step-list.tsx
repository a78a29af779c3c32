'use client'

import type { ScenarioDto, ScenarioStepDto } from '#console/dto/scenarios.ts'
import { useUrlState } from '../hooks/use-url-state.ts'
import { Icon } from '../ui/icon.tsx'
import { Link } from '../ui/link.tsx'
import { StepBody } from './step-body.tsx'
import { currentStep, type DoStepAction } from './use-scenario.ts'

interface StepListProps {
  readonly scenario: ScenarioDto
  readonly act: DoStepAction
}

/** All steps in their order; one is open: that of the address, else the current one. */
export function StepList({ scenario, act }: StepListProps) {
  const { params, set } = useUrlState()
  const asked = scenario.steps.find(({ number }) => String(number) === params.get('step'))
  const open = asked ?? currentStep(scenario) ?? scenario.steps.at(scenario.sandbox === undefined ? 0 : -1)
  return (
    <ol className="rounded-l border border-line bg-page" aria-label="Steps">
      {scenario.steps.map((step) => (
        <Step key={step.number} step={step} isOpen={step === open}>
          <StepBody
            scenario={scenario}
            step={step}
            act={act}
            onDo={(number) => set({ step: String(number) }, 'replace')}
            onNext={() => set({ step: String(step.number + 1) })}
          />
        </Step>
      ))}
    </ol>
  )
}

interface StepProps {
  readonly step: ScenarioStepDto
  readonly isOpen: boolean
  readonly children: React.ReactNode
}

const WORDS = { done: 'done', current: 'current', waiting: 'waiting' } as const

function Step({ step, isOpen, children }: StepProps) {
  const { hrefWith } = useUrlState()
  const { number, title, state } = step
  return (
    <li
      aria-current={state === 'current' ? 'step' : undefined}
      data-testid={`step-${number}`}
      data-state={state}
      className="grid grid-cols-[24px_minmax(0,1fr)] gap-x-3 px-4 not-first:border-line-faint not-first:border-t"
    >
      <StepMark step={step} />
      <div className="min-w-0 py-3">
        <h2 className="text-card">
          <Link
            href={hrefWith({ step: String(number) })}
            scroll={false}
            aria-expanded={isOpen}
            className={`block ${state === 'waiting' ? 'text-ink-2' : 'font-title'} hover:text-accent`}
          >
            {title}
            <span className="sr-only">, {WORDS[state]}</span>
          </Link>
        </h2>
        {isOpen && <div className="mt-2">{children}</div>}
      </div>
    </li>
  )
}

/** A ring with the number; filled when it is the current step, with a check when it is done. */
export function StepMark({ step: { number, state } }: { readonly step: ScenarioStepDto }) {
  if (state === 'done') {
    return (
      <span
        aria-hidden="true"
        className="mt-[10px] grid size-6 place-items-center rounded-full bg-enabled-soft text-enabled"
      >
        <Icon name="check" className="size-4" />
      </span>
    )
  }
  const look = state === 'current' ? 'border-accent bg-accent text-accent-on' : 'border-line-strong text-ink-3'
  return (
    <span
      aria-hidden="true"
      className={`mt-[10px] grid size-6 place-items-center rounded-full border font-medium text-sm tabular-nums ${look}`}
    >
      {number}
    </span>
  )
}
