'use client'

import type { ScenarioDto, ScenarioStepDto } from '#console/dto/scenarios.ts'
import { useAction } from '../hooks/use-action.ts'
import { Button } from '../ui/button.tsx'
import { buttonClass } from '../ui/button-class.ts'
import { CopyButton } from '../ui/copy-button.tsx'
import { Icon } from '../ui/icon.tsx'
import { Link } from '../ui/link.tsx'
import { Snippet } from './snippet.tsx'
import { StepText } from './step-text.tsx'
import { type DoStepAction, isDone } from './use-scenario.ts'

interface StepBodyProps {
  readonly scenario: ScenarioDto
  readonly step: ScenarioStepDto
  readonly act: DoStepAction
  /** It is about to be done for the reader, who is to see what comes of it. */
  readonly onDo: (number: number) => void
  readonly onNext: () => void
}

/** What a step says, what is missing for it or what came of it, and its buttons. */
export function StepBody({ scenario, step, act, onDo, onNext }: StepBodyProps) {
  const { number, text, state, missing, canDo, link, snippets, shows } = step
  const { run, busy } = useAction(act)
  function press() {
    onDo(number)
    run(scenario.name, number)
  }
  return (
    <div className="grid max-w-[680px] gap-3">
      <StepText text={text} />
      {snippets.map((snippet) => (
        <Snippet key={snippet.label} snippet={snippet} />
      ))}
      {shows.length > 0 && <Shown shows={shows} />}
      {missing !== undefined && (
        <p role="status" className="flex items-baseline gap-2 text-ink-3 text-sm">
          <Icon name="busy" className="size-3.5 flex-none translate-y-0.5" />
          {missing}
        </p>
      )}
      <div className="flex flex-wrap gap-2 in-data-dock:sticky in-data-dock:-bottom-3 in-data-dock:-mb-3 in-data-dock:bg-raised in-data-dock:pb-3">
        {state === 'current' && canDo && (
          <Button variant="primary" busy={busy} onClick={press}>
            {busy ? 'Doing it…' : 'Do it for me'}
          </Button>
        )}
        {state === 'done' && number < scenario.stepCount && (
          <Button variant="primary" onClick={onNext}>
            Next step
          </Button>
        )}
        {link && state !== 'waiting' && (
          <Link href={link.href} className={buttonClass()}>
            <Icon name="external" />
            {link.label}
          </Link>
        )}
      </div>
      {isDone(scenario) && number === scenario.stepCount && (
        <p className="flex items-center gap-2 text-enabled">
          <Icon name="checkRing" className="size-4" />
          Every step has passed. Reset to play it again.
        </p>
      )}
    </div>
  )
}

function Shown({ shows }: Pick<ScenarioStepDto, 'shows'>) {
  return (
    <dl className="grid gap-2 rounded-m border border-line bg-sunken px-3 py-2.5">
      {shows.map(({ label, value, isError = false }) => (
        <div key={label} className="min-w-0">
          <dt className="flex items-center gap-1 text-ink-3 text-sm">
            {label}
            <CopyButton text={value} label={`Copy ${label}`} />
          </dt>
          <dd className={`mono wrap-anywhere ${isError ? 'text-deletion' : 'text-ink'}`}>{value}</dd>
        </div>
      ))}
    </dl>
  )
}
