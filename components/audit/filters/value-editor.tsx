'use client'

import { type FormEvent, useState } from 'react'
import { useUrlState } from '../../hooks/use-url-state.ts'
import { Icon } from '../../ui/icon.tsx'
import { Segments } from '../../ui/segments.tsx'
import { FROM_THE_START } from '../list-params.ts'
import type { Choice, EventField } from './fields.ts'

interface ValueEditorProps {
  readonly field: EventField
  /** Whether it leaves events out at first. */
  readonly not: boolean
  readonly choices: readonly Choice[]
  readonly done: () => void
}

/** How many choices are listed at once: the rest is found by typing. */
const MOST = 50

/** Sets the values of a filter, at once in the address: any of several, chosen or typed. */
export function ValueEditor({ field, not: initially, choices, done }: ValueEditorProps) {
  const { params, set } = useUrlState()
  const [not, setNot] = useState(initially)
  const [text, setText] = useState('')
  const name = not ? `${field.name}!` : field.name
  const chosen = params.getAll(name)
  const words = text.trim().toLowerCase()
  const listed = [...chosen.filter((value) => choices.every((each) => each.value !== value)).map(choiceOf), ...choices]
  const found = listed.filter(({ label, value }) => `${label} ${value}`.toLowerCase().includes(words)).slice(0, MOST)

  function toggle(value: string) {
    const next = chosen.includes(value) ? chosen.filter((each) => each !== value) : [...chosen, value]
    set({ [name]: next, ...FROM_THE_START })
  }
  function turn(next: boolean) {
    setNot(next)
    if (chosen.length > 0) set({ [name]: undefined, [next ? `${field.name}!` : field.name]: chosen, ...FROM_THE_START })
  }
  function submit(event: FormEvent) {
    event.preventDefault()
    const value = field.placeholder === undefined ? found[0]?.value : (exact(found, words) ?? text.trim())
    if (value !== undefined && value !== '' && !chosen.includes(value)) toggle(value)
    done()
  }

  return (
    <form onSubmit={submit} className="grid gap-2">
      <div className="flex items-center gap-2 px-1">
        <span className="font-medium">{field.label}</span>
        <Segments
          label={`${field.label}: is or is not`}
          value={not ? 'not' : 'is'}
          options={[
            { value: 'is', label: 'is' },
            { value: 'not', label: 'is not' },
          ]}
          onChange={(next) => turn(next === 'not')}
        />
      </div>
      <input
        aria-label={field.placeholder === undefined ? `Find among ${field.label}` : field.label}
        placeholder={field.placeholder ?? 'Find'}
        value={text}
        onChange={(event) => setText(event.target.value)}
        className="h-8 w-full rounded-m border border-line-strong bg-page px-2.5 focus:outline-2 focus:outline-offset-[-1px] focus:outline-accent"
      />
      {found.length > 0 && (
        <ul className="max-h-64 overflow-y-auto">
          {found.map((choice) => (
            <li key={choice.value}>
              <Pick choice={choice} on={chosen.includes(choice.value)} onPress={() => toggle(choice.value)} />
            </li>
          ))}
        </ul>
      )}
      {found.length === 0 && (
        <p className="px-1 text-ink-3 text-sm">
          {field.placeholder === undefined ? 'Nothing is called so.' : 'Press Enter to take what you typed.'}
        </p>
      )}
    </form>
  )
}

const choiceOf = (value: string): Choice => ({ value, label: value })

/** What was typed in full, in whatever case, is what is chosen. */
function exact(found: readonly Choice[], words: string): string | undefined {
  const same = found.find(({ label, value }) => label.toLowerCase() === words || value.toLowerCase() === words)
  return same?.value
}

function Pick({
  choice,
  on,
  onPress,
}: {
  readonly choice: Choice
  readonly on: boolean
  readonly onPress: () => void
}) {
  return (
    <button
      type="button"
      aria-pressed={on}
      onClick={onPress}
      title={choice.value}
      className="flex h-8 w-full items-center gap-2 rounded-m px-2 hover:bg-hover focus-visible:-outline-offset-2 max-sm:h-10"
    >
      <Icon name="check" className={`size-3.5 text-accent ${on ? '' : 'invisible'}`} />
      <bdi className="truncate">{choice.label}</bdi>
    </button>
  )
}
