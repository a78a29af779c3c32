'use client'

import type { ReactNode } from 'react'
import type { EventDto } from '#console/dto/events.ts'
import { traceText } from '#policy/explain/text.ts'
import type { Trace } from '#policy/explain/trace.ts'
import { useConsoleQuery } from '../../hooks/queries.tsx'
import { Button } from '../../ui/button.tsx'
import { useCopy } from '../../ui/copy-button.tsx'
import { ErrorPanel, Skeleton } from '../../ui/states.tsx'
import { Actions } from './actions.tsx'
import { Checks } from './checks.tsx'
import { contextOf } from './context.ts'
import { TraceView } from './trace-view.tsx'

/** Why a call was allowed or refused: everything that was looked at, and what each of it said. */
export function Why({ event }: { readonly event: EventDto }) {
  if (event.requestId === undefined || event.checks === 0) {
    return <p className="text-ink-2">Nothing had to be decided: the call ended before, or needs no permission.</p>
  }
  return <Explanation event={event} requestId={event.requestId} />
}

function Explanation({ event, requestId }: { readonly event: EventDto; readonly requestId: string }) {
  const { data, error } = useConsoleQuery('why', { request: requestId }, { fixed: true })
  if (error) return <ErrorPanel error={error.error} />
  if (!data) return <Skeleton />
  const [only, ...more] = data.traces
  return (
    <section aria-label="Why" className="grid grid-cols-[minmax(0,1fr)] gap-3">
      {event.outcome === 'error' && <AfterThat code={event.errorCode} />}
      {only && more.length === 0 ? (
        <TraceView
          trace={only}
          context={contextOf(event.record)}
          actions={<Actions trace={only} requestId={requestId} />}
        />
      ) : (
        <Checks traces={data.traces} />
      )}
      <CopyAsText traces={data.traces} />
    </section>
  )
}

/** The call failed, but not for want of permission. */
function AfterThat({ code }: { readonly code: string | undefined }): ReactNode {
  return (
    <p className="text-ink-2">
      The caller had the permission; the call failed after that{code === undefined ? '' : ` with ${code}`}.
    </p>
  )
}

function CopyAsText({ traces }: { readonly traces: readonly Trace[] }) {
  const copy = useCopy()
  return (
    <p>
      <Button size="small" icon="copy" onClick={() => copy(traces.map(traceText).join('\n\n'))}>
        Copy as text
      </Button>
    </p>
  )
}
