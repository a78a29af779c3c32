'use client'

import { useEffect } from 'react'
import type { ScenarioDto, ScenarioStepDto } from '#console/dto/scenarios.ts'
import { pathsOf, useFrame, useScope } from '../hooks/frame.tsx'
import { useKept } from '../hooks/use-kept.ts'
import { IconButton } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { Link } from '../ui/link.tsx'
import { StepBar } from './step-bar.tsx'
import { StepBody } from './step-body.tsx'
import { currentStep, type DoStepAction, isPlayed, useScenario } from './use-scenario.ts'
import { useSheet } from './use-sheet.ts'

/** The current step of a scenario, docked below the pages of its sandbox. */
export function Guide({ name, act }: { readonly name: string; readonly act: DoStepAction }) {
  const { data } = useScenario(name)
  return data && isPlayed(data) && <Docked key={name} scenario={data} act={act} />
}

interface DockedProps {
  readonly scenario: ScenarioDto
  readonly act: DoStepAction
}

/**
 * Beside the page it stays as the reader left it. On a phone it is a line above the tabs, and opens over the page for as
 * long as it is read.
 */
function Docked({ scenario, act }: DockedProps) {
  const [folded, keep] = useKept('guide-folded')
  const { ref, isUp, toggle } = useSheet<HTMLElement>()
  const { step, go } = useStep(scenario)
  if (!step) return null
  return (
    <aside
      ref={ref}
      aria-label="Guide"
      data-dock={folded === null ? 'open' : 'folded'}
      className="fixed right-4 bottom-4 z-20 w-[368px] rounded-l border border-line bg-raised shadow-float max-sm:inset-x-0 max-sm:bottom-15 max-sm:w-auto max-sm:rounded-none max-sm:border-x-0 max-sm:border-b-0"
    >
      <Line step={step} isUp={isUp} toggle={toggle} scenario={scenario} />
      <Head
        scenario={scenario}
        className={isUp ? '' : 'max-sm:hidden'}
        isFolded={folded !== null}
        toggle={() => keep(folded === null ? 'yes' : undefined)}
      />
      <div
        // Each step begins at its top.
        key={step.number}
        className={`max-h-[min(440px,60vh)] overflow-auto border-line border-t px-4 py-3 ${isUp ? '' : 'max-sm:hidden'} ${folded === null ? '' : 'sm:hidden'}`}
      >
        <p className="mb-1.5 flex items-center gap-1.5 font-strong max-sm:hidden">
          {step.state === 'done' && <Icon name="checkRing" className="size-4 text-enabled" />}
          {step.number}. {step.title}
        </p>
        <StepBody scenario={scenario} step={step} act={act} onDo={go} onNext={() => go(step.number + 1)} />
      </div>
    </aside>
  )
}

/** What one deed makes pass: a step, and now and then the next one with it. */
const AT_ONCE = 2

/**
 * The step that the reader is at: when it passes it stays, so that what came of it is read before they go on. The browser
 * keeps it, as the guide begins anew in another account or Region; what lies further back was played elsewhere.
 */
function useStep(scenario: ScenarioDto) {
  const [kept, keep] = useKept(`guide-step.${scenario.name}`)
  const isKept = ({ number, state }: ScenarioStepDto) => String(number) === kept && state !== 'waiting'
  const step: ScenarioStepDto | undefined =
    scenario.steps.slice(Math.max(scenario.passed - AT_ONCE, 0)).find(isKept) ??
    currentStep(scenario) ??
    scenario.steps.at(-1)
  const number = step && String(step.number)
  useEffect(() => {
    if (number !== kept) keep(number)
  }, [number, kept, keep])
  return { step, go: (to: number) => keep(String(to)) }
}

interface HeadProps {
  readonly scenario: ScenarioDto
  readonly className: string
  readonly isFolded: boolean
  readonly toggle: () => void
}

function Head({ scenario, className, isFolded, toggle }: HeadProps) {
  const { home } = useFrame()
  const { region } = useScope()
  const { title, passed, stepCount, name } = scenario
  return (
    <header className={`flex items-center gap-2 py-1.5 pr-1.5 pl-4 max-sm:border-line max-sm:border-t ${className}`}>
      <Link
        href={pathsOf({ ...home, region }).scenario(name)}
        className="min-w-0 flex-1 truncate font-title hover:text-accent"
      >
        {title}
      </Link>
      <StepBar passed={passed} total={stepCount} className="w-16 max-sm:mr-2.5" />
      <span className="text-ink-3 text-sm tabular-nums max-sm:hidden">
        {passed}/{stepCount}
      </span>
      <IconButton
        icon={isFolded ? 'chevrons' : 'chevronDown'}
        label={isFolded ? 'Unfold the guide' : 'Fold the guide'}
        aria-expanded={!isFolded}
        className="size-7 max-sm:hidden"
        onClick={toggle}
      />
    </header>
  )
}

interface LineProps {
  readonly scenario: ScenarioDto
  readonly step: ScenarioStepDto
  readonly isUp: boolean
  readonly toggle: () => void
}

/** On a phone: the title of the step, and whether it has passed. */
function Line({ scenario: { passed, stepCount }, step: { number, title, state }, isUp, toggle }: LineProps) {
  const isDone = state === 'done'
  return (
    <button
      type="button"
      aria-expanded={isUp}
      onClick={toggle}
      className="flex h-11 w-full items-center gap-2 px-4 text-left focus-visible:-outline-offset-2 sm:hidden"
    >
      <Icon
        name={isDone ? 'checkRing' : 'busy'}
        className={`size-4 flex-none ${isDone ? 'text-enabled' : 'text-ink-3'}`}
      />
      <span className="min-w-0 flex-1 truncate font-strong">
        {number}. {title}
        <span className="sr-only">, {isDone ? 'done' : 'current'}</span>
      </span>
      <span className="text-ink-3 text-sm tabular-nums">
        {passed}/{stepCount}
      </span>
      <Icon name={isUp ? 'chevronDown' : 'chevrons'} className="size-4 flex-none text-ink-3" />
    </button>
  )
}
