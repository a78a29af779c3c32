'use client'

import { Tabs } from 'radix-ui'
import { lazy, Suspense } from 'react'
import type { EventDto } from '#console/dto/events.ts'
import { useUrlState } from '../hooks/use-url-state.ts'
import { RecordTab } from './record-tab.tsx'

const Why = lazy(async () => ({ default: (await import('./why/why.tsx')).Why }))
const ProofTab = lazy(async () => ({ default: (await import('./proof/proof-tab.tsx')).ProofTab }))

const TAB =
  'relative h-9 px-2 text-ink-2 focus-visible:-outline-offset-2 data-[state=active]:font-strong data-[state=active]:text-ink data-[state=active]:after:absolute data-[state=active]:after:inset-x-2 data-[state=active]:after:-bottom-px data-[state=active]:after:h-0.5 data-[state=active]:after:bg-accent'
const PANEL = 'overflow-auto px-6 py-4 focus-visible:-outline-offset-2 max-sm:px-4'

const VIEWS = [
  { value: 'record', label: 'Record' },
  { value: 'why', label: 'Why?' },
  { value: 'proof', label: 'Proof' },
] as const

/** The record as it stands in the log, why the call was allowed or refused, and the proof that it is there. */
export function EventBody({ event }: { readonly event: EventDto }) {
  const { params, set } = useUrlState()
  const view = VIEWS.find(({ value }) => value === params.get('view'))?.value ?? 'record'
  return (
    <Tabs.Root
      value={view}
      onValueChange={(next) => set({ view: next === 'record' ? undefined : next }, 'replace')}
      // An arrow key walks along the tabs without opening them: what the others read is recorded.
      activationMode="manual"
      className="contents"
    >
      <div className="border-line border-b px-4 max-sm:px-2">
        <Tabs.List aria-label="Event" className="flex gap-1">
          {VIEWS.map(({ value, label }) => (
            <Tabs.Trigger key={value} value={value} className={TAB}>
              {label}
            </Tabs.Trigger>
          ))}
        </Tabs.List>
      </div>
      <Tabs.Content value="record" data-testid="event-record" className={PANEL}>
        <RecordTab event={event} />
      </Tabs.Content>
      <Tabs.Content value="why" data-testid="event-why" className={PANEL}>
        <Suspense fallback={null}>
          <Why event={event} />
        </Suspense>
      </Tabs.Content>
      <Tabs.Content value="proof" data-testid="event-proof" className={PANEL}>
        <Suspense fallback={null}>
          <ProofTab event={event} />
        </Suspense>
      </Tabs.Content>
    </Tabs.Root>
  )
}
