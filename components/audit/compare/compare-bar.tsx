'use client'

import { plural } from '../../format.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { MOST_COMPARED, useCompared } from './use-compared.ts'

/** What can be done with the events that are chosen, over the foot of the page. */
export function CompareBar() {
  const { ids, clear, open } = useCompared()
  if (ids.length === 0) return null
  return (
    <div
      role="toolbar"
      aria-label="Chosen events"
      className="fixed bottom-5 left-[calc(50%+112px)] z-20 flex -translate-x-1/2 items-center gap-3 rounded-l bg-raised py-2 pr-2 pl-4 shadow-float max-sm:bottom-[calc(76px+var(--dock))] max-sm:left-1/2"
    >
      <span className="whitespace-nowrap tabular-nums">
        {plural(ids.length, 'event')} of {MOST_COMPARED}
      </span>
      <Button
        size="small"
        icon="swap"
        reason={ids.length < 2 ? 'Choose two events or more to compare them.' : undefined}
        onClick={open}
      >
        Compare
      </Button>
      <IconButton icon="cross" label="Choose none" className="size-7" onClick={clear} />
    </div>
  )
}
