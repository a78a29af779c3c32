'use client'

import { useMemo } from 'react'
import type { RecallDto, SubjectsDto } from '#console/dto/access.ts'
import { accessLevels } from '#policy/lab/access-levels.ts'
import { type ScenarioProblem, simulate } from '#policy/lab/simulate.ts'
import { OUTCOMES } from '../audit/why/outcomes.ts'
import { TraceView } from '../audit/why/trace-view.tsx'
import { useSettled } from '../hooks/use-settled.ts'
import { cellText } from '../policy/access-model.ts'
import { ALL_COLUMNS, operationOf } from '../policy/columns.ts'
import { CellMark } from '../policy/mark.tsx'
import { Card } from '../ui/card.tsx'
import { Icon } from '../ui/icon.tsx'
import { Ago } from '../ui/time.tsx'
import { type LabState, scenarioOf } from './lab-state.ts'
import { operationsSetting } from './operations-setting.ts'

interface LabAnswerProps {
  readonly state: LabState
  readonly subjects: SubjectsDto | undefined
  /** The call that the question began from, and how its decision came out. */
  readonly recorded: RecallDto | undefined
  readonly was: string | undefined
}

/** The decision above, then the way to it, then what else the principal may do. */
export function LabAnswer({ state, subjects, recorded, was }: LabAnswerProps) {
  const settled = useSettled(state, 150)
  const scenario = useMemo(() => scenarioOf(settled, subjects), [settled, subjects])
  const answer = useMemo(() => (typeof scenario === 'string' ? undefined : simulate(scenario)), [scenario])
  if (typeof scenario === 'string') return <Missing text={scenario} />
  if (!answer?.ok) return <Problems problems={answer?.problems ?? []} />
  const { title, icon, ink, ground } = OUTCOMES[answer.decision.outcome]
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4 max-lg:contents">
      <section aria-label="Decision" role="status" className={`rounded-l px-4 py-3 ${ground}`}>
        <h2 className={`flex items-center gap-2 font-title text-lg ${ink}`}>
          <Icon name={icon} />
          {title}
        </h2>
        <p className="mt-0.5 wrap-anywhere">{answer.trace.reason}</p>
        {recorded && was !== undefined && (
          <p className="mt-1 text-ink-2">
            {recorded.eventName}, <Ago time={recorded.at} />, came out{' '}
            {was === answer.decision.outcome
              ? 'the same'
              : `otherwise: ${OUTCOMES[was as keyof typeof OUTCOMES].title}`}
            .
          </p>
        )}
      </section>
      <Card title="The way to it">
        <div className="p-4">
          <TraceView trace={answer.trace} unanswered />
        </div>
      </Card>
      <Operations state={settled} scenario={scenario} />
    </div>
  )
}

function Missing({ text }: { readonly text: string }) {
  return (
    <section role="status" aria-label="Decision" className="rounded-l border border-line px-4 py-3 text-ink-2">
      {text}
    </section>
  )
}

function Problems({ problems }: { readonly problems: readonly ScenarioProblem[] }) {
  return (
    <section role="status" aria-label="Decision" className="rounded-l border border-warn-line bg-warn-soft px-4 py-3">
      <h2 className="font-title text-lg text-warn">No decision yet</h2>
      <ul className="mt-1 grid gap-1">
        {problems.map(({ document, path, message }) => (
          <li key={`${document} ${path} ${message}`} className="wrap-anywhere">
            <span className="mono">{path === '' ? document : `${document}: ${path}`}</span> {message}
          </li>
        ))}
      </ul>
    </section>
  )
}

interface OperationsProps {
  readonly state: LabState
  readonly scenario: Exclude<ReturnType<typeof scenarioOf>, string>
}

/** The same request for every operation. */
function Operations({ state, scenario }: OperationsProps) {
  const cells = useMemo(() => {
    const asked = operationsSetting(scenario)
    const actions = ALL_COLUMNS.flatMap((group) => group.actions)
    const [row] = asked ? accessLevels([asked.subject], actions, asked.setting) : []
    return new Map(row?.cells.map((cell) => [cell.action, cell] as const))
  }, [scenario])
  return (
    <Card title="All operations" aside="with this request" className="max-lg:order-2">
      <div className="grid gap-3 p-4">
        {ALL_COLUMNS.map((group) => (
          <section key={group.name} aria-label={group.name}>
            <h3 className="mb-1 text-ink-3">{group.name}</h3>
            <ul className="columns-2 gap-x-4 text-md max-sm:columns-1">
              {group.actions.map(({ name }) => {
                const cell = cells.get(name)
                return (
                  <li
                    key={name}
                    className={`flex min-w-0 items-center gap-2 ${name === state.action ? 'font-strong' : ''} ${cell && cell.level !== 'never' ? '' : 'text-ink-3'}`}
                  >
                    <span className="grid size-3 flex-none place-items-center">{cell && <CellMark cell={cell} />}</span>
                    <span className="truncate" title={operationOf(name)}>
                      {operationOf(name)}
                    </span>
                    <span className="sr-only">: {cell ? cellText(cell) : 'not possible from another account'}</span>
                  </li>
                )
              })}
            </ul>
          </section>
        ))}
      </div>
    </Card>
  )
}
