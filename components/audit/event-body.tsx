'use client'

import { Tabs } from 'radix-ui'
import { lazy, Suspense } from 'react'
import type { EventDto } from '#console/dto/events.ts'
import { useUrlState } from '../hooks/use-url-state.ts'
import { CopyButton } from '../ui/copy-button.tsx'
import { Json } from '../ui/json.tsx'

const Why = lazy(async () => ({ default: (await import('./why/why.tsx')).Why }))

const TAB =
  'relative h-9 px-2 text-ink-2 focus-visible:-outline-offset-2 data-[state=active]:font-strong data-[state=active]:text-ink data-[state=active]:after:absolute data-[state=active]:after:inset-x-2 data-[state=active]:after:-bottom-px data-[state=active]:after:h-0.5 data-[state=active]:after:bg-accent'
const PANEL = 'overflow-auto px-6 py-4 focus-visible:-outline-offset-2 max-sm:px-4'

/** The record as it stands in the log, and why the call was allowed or refused. */
export function EventBody({ event }: { readonly event: EventDto }) {
  const { params, set } = useUrlState()
  const view = params.get('view') === 'why' ? 'why' : 'record'
  return (
    <Tabs.Root
      value={view}
      onValueChange={(next) => set({ view: next === 'record' ? undefined : next }, 'replace')}
      // An arrow key walks along the tabs without opening them: what "Why?" reads is recorded.
      activationMode="manual"
      className="contents"
    >
      <div className="flex items-center border-line border-b px-4 max-sm:px-2">
        <Tabs.List aria-label="Event" className="flex gap-1">
          <Tabs.Trigger value="record" className={TAB}>
            Record
          </Tabs.Trigger>
          <Tabs.Trigger value="why" className={TAB}>
            Why?
          </Tabs.Trigger>
        </Tabs.List>
        <CopyButton text={event.record} label="Copy record" className="mr-2 ml-auto" />
      </div>
      <Tabs.Content value="record" data-testid="event-record" className={PANEL}>
        <pre className="code whitespace-pre-wrap wrap-anywhere">
          <Json text={event.record} />
        </pre>
      </Tabs.Content>
      <Tabs.Content value="why" data-testid="event-why" className={PANEL}>
        <Suspense fallback={null}>
          <Why event={event} />
        </Suspense>
      </Tabs.Content>
    </Tabs.Root>
  )
}
