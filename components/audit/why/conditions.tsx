import type { ReactNode } from 'react'
import type { ConditionTrace } from '#policy/explain/trace.ts'
import { Icon } from '../../ui/icon.tsx'

/** Every condition of a statement: what it wants beside what the request has. */
export function Conditions({ conditions }: { readonly conditions: readonly ConditionTrace[] }) {
  if (conditions.length === 0) return null
  return (
    <ul
      aria-label="Conditions"
      className="mt-1 grid grid-cols-[minmax(0,1fr)] gap-1.5 border-line-faint border-t pt-1.5"
    >
      {conditions.map((condition) => (
        <li key={`${condition.operator} ${condition.key}`}>
          <Condition condition={condition} />
        </li>
      ))}
    </ul>
  )
}

function Condition({ condition }: { readonly condition: ConditionTrace }) {
  const { operator, key, expected, resolved, actual, met, note } = condition
  return (
    <Comparison
      name={key}
      rule={operator}
      met={met}
      wants={
        <>
          <Values values={expected} tone={met ? 'plain' : 'gain'} />
          {resolved && (
            <span className="flex flex-wrap items-center gap-1">
              <span className="text-ink-3">that is</span>
              <Values values={resolved.map((value) => value ?? 'nothing')} />
            </span>
          )}
        </>
      }
      has={actual === undefined ? undefined : typeof actual === 'string' ? [actual] : actual}
      note={note}
    />
  )
}

interface ComparisonProps {
  readonly name: string
  /** By which rule the two are compared. */
  readonly rule: string
  readonly met: boolean
  readonly wants: ReactNode
  /** Undefined when the request does not have it. */
  readonly has: readonly string[] | undefined
  readonly note?: string | undefined
}

const SIDE = 'flex min-w-0 items-start gap-x-2'

/** What is wanted and what the request got, side by side. */
export function Comparison({ name, rule, met, wants, has, note }: ComparisonProps) {
  return (
    <>
      <p className="flex items-start gap-1.5">
        <Icon name={met ? 'check' : 'cross'} className={`mt-0.5 size-3.5 ${met ? 'text-gain' : 'text-loss'}`} />
        <span className="flex min-w-0 flex-1 flex-wrap gap-x-2">
          <span className="mono wrap-anywhere">{name}</span>
          <span className="text-ink-3 text-sm wrap-anywhere">{rule}</span>
        </span>
        <span className={`text-sm whitespace-nowrap ${met ? 'text-ink-3' : 'font-medium text-loss'}`}>
          {met ? 'met' : 'not met'}
        </span>
      </p>
      <dl className="mt-0.5 flex flex-wrap gap-x-4 gap-y-1 pl-5">
        <div className={SIDE}>
          <dt className="text-ink-3 text-sm">wants</dt>
          <dd className="grid justify-items-start gap-1">{wants}</dd>
        </div>
        <div className={SIDE}>
          <dt className="text-ink-3 text-sm">got</dt>
          <dd>
            <Values values={has ?? ['absent']} tone={met ? 'gain' : 'loss'} />
          </dd>
        </div>
      </dl>
      {note && <p className="pl-5 text-ink-2">{note}</p>}
    </>
  )
}

const TONES = { plain: 'bg-active', gain: 'bg-gain-soft text-gain', loss: 'bg-loss-soft text-loss' } as const

interface ValuesProps {
  readonly values: readonly string[]
  readonly tone?: keyof typeof TONES
}

export function Values({ values, tone = 'plain' }: ValuesProps) {
  return (
    <span className="flex flex-wrap gap-1">
      {values.map((value) => (
        <code key={value} className={`mono rounded-s px-1.5 wrap-anywhere ${TONES[tone]}`}>
          {value === '' ? '(empty)' : value}
        </code>
      ))}
    </span>
  )
}
