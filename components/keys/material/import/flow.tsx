import { Icon } from '../../../ui/icon.tsx'
import type { IconName } from '../../../ui/icons.ts'

export interface FlowStep {
  readonly icon: IconName
  readonly title: string
  readonly text: string
  /** Where it happens: what stays with its owner never comes here. */
  readonly place: 'yours' | 'here'
  readonly state: 'waits' | 'next' | 'doing' | 'done' | 'failed'
}

const LOOKS: Readonly<Record<FlowStep['state'], string>> = {
  waits: 'border-line-strong text-ink-3',
  next: 'border-accent text-accent',
  doing: 'border-busy border-dashed text-busy',
  done: 'border-accent bg-accent-soft text-accent',
  failed: 'border-deletion text-deletion',
}

const WORDS: Readonly<Record<FlowStep['state'], string>> = {
  waits: 'to do',
  next: 'next',
  doing: 'under way',
  done: 'done',
  failed: 'failed',
}

/** The way of key material from its owner into the service, one step after the other. */
export function Flow({ steps }: { readonly steps: readonly FlowStep[] }) {
  return (
    <ol
      aria-label="The way of the material"
      className="grid grid-cols-4 gap-3 border-line border-b bg-sunken p-4 max-sm:grid-cols-1"
    >
      {steps.map(({ icon, title, text, place, state }, index) => (
        <li
          key={title}
          aria-current={state === 'doing' || state === 'next' ? 'step' : undefined}
          className="relative grid grid-cols-[32px_minmax(0,1fr)] items-start gap-2.5"
        >
          <span className={`relative z-1 grid size-8 place-items-center rounded-full border bg-page ${LOOKS[state]}`}>
            <Icon name={state === 'done' ? 'check' : icon} />
          </span>
          <span>
            <span className="block font-strong">
              <span className="text-ink-3 tabular-nums">{index + 1}</span> {title}
            </span>
            <span className="block text-ink-2 text-sm">{text}</span>
            <span className="block text-ink-3 text-sm">
              {place === 'yours' ? 'at your place' : 'in this service'}, {WORDS[state]}
            </span>
          </span>
        </li>
      ))}
    </ol>
  )
}
