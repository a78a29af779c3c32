'use client'

import type { ScenarioRowDto } from '#console/dto/scenarios.ts'
import { usePaths } from '../hooks/frame.tsx'
import { useConsoleQuery } from '../hooks/queries.tsx'
import { Icon } from '../ui/icon.tsx'
import { Link } from '../ui/link.tsx'
import { PageHead } from '../ui/page-head.tsx'
import { ErrorPanel, Skeleton } from '../ui/states.tsx'
import { StepBar } from './step-bar.tsx'

/** All scenarios, each a card with what one learns and how far it is. */
export function ScenariosView() {
  const { data, error } = useConsoleQuery('scenarios')
  return (
    <>
      <PageHead title="Scenarios">
        <p className="max-w-[640px] text-ink-2">
          Walk-throughs on real keys, each in a sandbox of its own: do a step yourself in the console, or let it be done
          for you. A step passes when what it asks for is really so.
        </p>
      </PageHead>
      {error ? <ErrorPanel error={error.error} /> : data ? <Cards scenarios={data} /> : <Skeleton />}
    </>
  )
}

function Cards({ scenarios }: { readonly scenarios: readonly ScenarioRowDto[] }) {
  return (
    <ul className="grid grid-cols-[repeat(auto-fill,minmax(min(100%,320px),1fr))] gap-4">
      {scenarios.map((scenario) => (
        <ScenarioCard key={scenario.name} scenario={scenario} />
      ))}
    </ul>
  )
}

function ScenarioCard({ scenario }: { readonly scenario: ScenarioRowDto }) {
  const { scenario: pathOf } = usePaths()
  const { name, number, title, summary, minutes, stepCount, passed, sandbox } = scenario
  return (
    <li className="relative flex flex-col gap-2 rounded-l border border-line bg-page px-4 pt-3.5 pb-3 hover:border-line-strong hover:bg-hover">
      <div className="flex items-baseline gap-2.5">
        <span className="text-ink-3 text-sm tabular-nums">{number}</span>
        <h2 className="min-w-0 flex-1 font-title text-card tracking-[-0.005em]">
          <Link href={pathOf(name)} className="row-link">
            {title}
          </Link>
        </h2>
      </div>
      <p className="flex-1 text-ink-2">{summary}</p>
      <div className="flex min-h-5 items-center gap-3 text-ink-3 text-sm tabular-nums">
        <span>{minutes} min</span>
        {sandbox === undefined ? (
          <span>{stepCount} steps</span>
        ) : passed === stepCount ? (
          <span className="inline-flex items-center gap-1.5 text-enabled">
            <Icon name="checkRing" className="size-4" />
            Done
          </span>
        ) : (
          <>
            <StepBar passed={passed} total={stepCount} className="w-24" />
            <span className="text-ink-2">
              {passed} of {stepCount} steps
            </span>
          </>
        )}
      </div>
    </li>
  )
}
