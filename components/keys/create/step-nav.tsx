'use client'

import { useEffect, useRef } from 'react'
import { useUrlState } from '../../hooks/use-url-state.ts'
import { Icon } from '../../ui/icon.tsx'
import { Link } from '../../ui/link.tsx'
import { placeOf, STEPS, type StepId } from './steps.ts'

interface StepNavProps {
  readonly step: StepId
  readonly problemOf: (step: StepId) => string | undefined
}

const UNDERLINE =
  'aria-[current]:after:absolute aria-[current]:after:inset-x-0 aria-[current]:after:bottom-0 aria-[current]:after:h-0.5 aria-[current]:after:rounded-t-[2px] aria-[current]:after:bg-accent'

/** The way from the first step to the last; each is a link. */
export function StepNav({ step, problemOf }: StepNavProps) {
  const { hrefWith } = useUrlState()
  const here = placeOf(step)
  const list = useRef<HTMLOListElement>(null)
  // On phones the bar is longer than the screen.
  useEffect(() => {
    list.current?.children[here]?.scrollIntoView({ inline: 'center', block: 'nearest' })
  }, [here])
  return (
    <nav
      aria-label="Steps"
      className="bleed gutter mb-6 overflow-x-auto border-line border-b [scrollbar-width:none] max-sm:mb-4"
    >
      <ol ref={list} className="flex gap-6 max-sm:gap-4">
        {STEPS.map(({ id, label }, place) => {
          const problem = place === here ? undefined : problemOf(id)
          return (
            <li key={id}>
              <Link
                href={hrefWith({ step: place === 0 ? undefined : id })}
                aria-current={place === here ? 'step' : undefined}
                title={problem}
                className={`group relative flex h-10 items-center gap-2 whitespace-nowrap text-ink-2 hover:text-ink focus-visible:-outline-offset-2 aria-[current]:font-strong aria-[current]:text-ink ${UNDERLINE}`}
              >
                <span className="inline-grid size-5 place-items-center rounded-full border border-line-strong text-xs tabular-nums group-aria-[current]:border-accent group-aria-[current]:bg-accent group-aria-[current]:text-accent-on">
                  {problem ? (
                    <Icon name="warning" className="size-3.5 text-warn" />
                  ) : place < here ? (
                    <Icon name="check" className="size-3 text-accent" />
                  ) : (
                    place + 1
                  )}
                </span>
                {label}
                {problem && <span className="sr-only">, {problem}</span>}
              </Link>
            </li>
          )
        })}
      </ol>
    </nav>
  )
}
