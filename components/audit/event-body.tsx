'use client'

import { Tabs } from 'radix-ui'
import type { ReactNode } from 'react'
import type { EventDto } from '#console/dto/events.ts'
import { keyIdOf } from '../format.ts'
import { usePaths } from '../hooks/frame.tsx'
import { useUrlState } from '../hooks/use-url-state.ts'
import { CopyButton } from '../ui/copy-button.tsx'
import { Json } from '../ui/json.tsx'
import { Link, textLink } from '../ui/link.tsx'
import { Decisions } from './decisions.tsx'
import { outcomeWord } from './outcome.tsx'

const TAB =
  'relative h-9 px-2 text-ink-2 focus-visible:-outline-offset-2 data-[state=active]:font-strong data-[state=active]:text-ink data-[state=active]:after:absolute data-[state=active]:after:inset-x-2 data-[state=active]:after:-bottom-px data-[state=active]:after:h-0.5 data-[state=active]:after:bg-accent'
const PANEL = 'overflow-auto px-6 py-4 focus-visible:-outline-offset-2 max-sm:px-4'

/** The record as it stands in the log, and what decided the call. */
export function EventBody({ event }: { readonly event: EventDto }) {
  const { params, set } = useUrlState()
  const view = params.get('view') === 'decision' ? 'decision' : 'record'
  return (
    <Tabs.Root
      value={view}
      onValueChange={(next) => set({ view: next === 'record' ? undefined : next }, 'replace')}
      className="contents"
    >
      <div className="flex items-center border-line border-b px-4 max-sm:px-2">
        <Tabs.List aria-label="Event" className="flex gap-1">
          <Tabs.Trigger value="record" className={TAB}>
            Record
          </Tabs.Trigger>
          <Tabs.Trigger value="decision" className={TAB}>
            Decision
          </Tabs.Trigger>
        </Tabs.List>
        <CopyButton text={event.record} label="Copy record" className="mr-2 ml-auto" />
      </div>
      <Tabs.Content value="record" data-testid="event-record" className={PANEL}>
        <pre className="code whitespace-pre-wrap wrap-anywhere">
          <Json text={event.record} />
        </pre>
      </Tabs.Content>
      <Tabs.Content value="decision" className={PANEL}>
        <Facts event={event} />
      </Tabs.Content>
    </Tabs.Root>
  )
}

function Facts({ event }: { readonly event: EventDto }) {
  const { key } = usePaths()
  return (
    <div className="grid gap-5">
      <dl className="grid grid-cols-[104px_minmax(0,1fr)] gap-y-2">
        <Fact name="Outcome">{outcomeWord(event.outcome)}</Fact>
        <Fact name="Principal">
          <span className="mono">{event.principalArn}</span>
        </Fact>
        {event.keyArn && (
          <Fact name="Key">
            <Link href={key(keyIdOf(event.keyArn))} className={`mono ${textLink}`}>
              {keyIdOf(event.keyArn)}
            </Link>
          </Fact>
        )}
        <Fact name="Agent">{event.userAgent}</Fact>
      </dl>
      <Decisions decisions={event.decisions} />
    </div>
  )
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <>
      <dt className="text-ink-3">{name}</dt>
      <dd className="wrap-anywhere">{children}</dd>
    </>
  )
}
