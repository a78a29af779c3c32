'use client'

import { type KeyboardEvent, useRef, useState } from 'react'
import { TONES } from '../blob/tones.ts'
import { Card } from '../ui/card.tsx'
import type { Block, Step, Story } from './story/step.ts'

interface StoryCardProps {
  readonly story: Story
  /** Whether it is told of a call that was answered. */
  readonly done: boolean
}

/** What happens inside a call, one drawing a step. Arrow keys go from step to step; each shows its very bytes. */
export function StoryCard({ story, done }: StoryCardProps) {
  const [chosen, setChosen] = useState(0)
  const list = useRef<HTMLOListElement>(null)
  const { steps } = story
  const at = Math.min(chosen, steps.length - 1)
  const current = steps[at]
  function walk(event: KeyboardEvent) {
    const by = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key]
    const next =
      event.key === 'Home' ? 0 : event.key === 'End' ? steps.length - 1 : by === undefined ? undefined : at + by
    if (next === undefined || next < 0 || next >= steps.length) return
    event.preventDefault()
    setChosen(next)
    list.current?.querySelectorAll('button')[next]?.focus()
  }
  return (
    <Card
      title={done ? 'What just happened' : 'What will happen'}
      actions={<span className="text-ink-3">{story.aside}</span>}
    >
      <ol
        ref={list}
        onKeyDown={walk}
        className={`grid max-md:grid-cols-2 max-sm:grid-cols-1 ${COLUMNS[steps.length] ?? 'grid-cols-4'}`}
      >
        {steps.map((step, index) => (
          <StepItem
            key={step.title}
            step={step}
            number={index + 1}
            open={index === at}
            choose={() => setChosen(index)}
          />
        ))}
      </ol>
      {current && <Facts step={current} number={at + 1} of={steps.length} done={done} />}
    </Card>
  )
}

const COLUMNS: Readonly<Record<number, string>> = {
  2: 'grid-cols-2',
  3: 'grid-cols-3',
  4: 'grid-cols-4',
  5: 'grid-cols-5',
}

interface StepItemProps {
  readonly step: Step
  readonly number: number
  readonly open: boolean
  readonly choose: () => void
}

function StepItem({ step, number, open, choose }: StepItemProps) {
  return (
    <li
      className={`relative grid grid-rows-[auto_64px_auto] max-sm:grid-rows-[auto_auto_auto] content-start gap-1 border-line-faint px-4 pt-3.5 pb-3.5 not-first:border-l max-md:even:border-l max-md:odd:border-l-0 max-sm:border-l-0 max-sm:not-first:border-t ${
        open ? 'shadow-[inset_0_-2px_0_var(--accent)]' : 'hover:bg-sunken'
      }`}
    >
      <button
        type="button"
        aria-current={open ? 'step' : undefined}
        tabIndex={open ? 0 : -1}
        onClick={choose}
        className="flex items-center gap-2 text-left after:absolute after:inset-0 focus-visible:outline-none focus-visible:after:-outline-offset-2 focus-visible:after:outline-2 focus-visible:after:outline-accent"
      >
        <span
          className={`size-[18px] flex-none rounded-full border text-center text-[11px]/[16px] tabular-nums ${open ? 'border-accent text-accent' : 'border-line-strong text-ink-2'}`}
        >
          {number}
        </span>
        <span className="font-title">{step.title}</span>
      </button>
      <div className="grid content-center gap-1 max-sm:py-1" aria-hidden="true">
        {step.rows.map((row, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the rows of a drawing have no other name
          <div key={index} className="flex min-w-0 gap-0.5">
            {row.map((block, place) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: likewise
              <BlockBox key={place} block={block} />
            ))}
          </div>
        ))}
      </div>
      <p className="text-ink-2 text-sm/[17px]">{step.words}</p>
    </li>
  )
}

function BlockBox({ block: { text, tone, share = 1 } }: { readonly block: Block }) {
  const look = tone === 'key' ? 'bg-accent text-accent-on' : tone === 'plain' ? 'bg-hover text-ink-2' : TONES[tone]
  return (
    <span
      style={{ flex: `${share} 1 0` }}
      className={`h-[22px] min-w-0 truncate rounded-[3px] ${tone === 'plain' ? '' : 'text-center'} font-mono text-[11px]/[22px] tracking-[-0.02em] ${text ? 'px-1.5' : ''} ${look}`}
    >
      <bdi>{text}</bdi>
    </span>
  )
}

interface FactsProps {
  readonly step: Step
  readonly number: number
  readonly of: number
  readonly done: boolean
}

function Facts({ step, number, of, done }: FactsProps) {
  return (
    <section
      aria-live="polite"
      aria-label={`Step ${number} of ${of}`}
      className="min-h-15 border-line border-t bg-sunken px-4 py-2.5 text-sm"
    >
      {step.facts.length === 0 ? (
        <p className="text-ink-3">
          {done ? 'Nothing of this step shows outside.' : 'Its bytes stand here when the call is made.'}
        </p>
      ) : (
        <dl className="grid grid-cols-[148px_minmax(0,1fr)] gap-x-3 gap-y-1 max-sm:grid-cols-1 max-sm:gap-y-0">
          {step.facts.map(({ name, value }) => (
            <div key={name} className="contents">
              <dt className="text-ink-3">{name}</dt>
              <dd className="mono wrap-anywhere">{value}</dd>
            </div>
          ))}
        </dl>
      )}
    </section>
  )
}
