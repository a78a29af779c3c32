'use client'

import { Dialog } from 'radix-ui'
import { useState } from 'react'
import type { EventDto } from '#console/dto/events.ts'
import { useTimes } from '../../hooks/display.tsx'
import { useConsoleQueries } from '../../hooks/queries.tsx'
import { Icon } from '../../ui/icon.tsx'
import { ErrorPanel, Skeleton } from '../../ui/states.tsx'
import { Switch } from '../../ui/switch.tsx'
import { Outcome } from '../outcome.tsx'
import { type ComparedField, comparedFields } from './differences.ts'
import { useCompared } from './use-compared.ts'

/** Up to five events side by side: where their records differ is marked. */
export function CompareDialog() {
  const { ids, close } = useCompared()
  const [isBrief, setIsBrief] = useState(true)
  const asked = useConsoleQueries(
    'event',
    ids.map((id) => ({ id })),
    { fixed: true },
  )
  const error = asked.find((one) => one.error)?.error
  const events = asked.flatMap(({ data }) => data ?? [])
  return (
    <Dialog.Root open onOpenChange={(open) => !open && close()}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 bg-scrim" />
        <Dialog.Content
          aria-describedby={undefined}
          className="fixed inset-x-8 top-[6vh] z-50 mx-auto grid max-h-[88vh] max-w-[1240px] grid-rows-[auto_minmax(0,1fr)] overflow-hidden rounded-l bg-raised shadow-float outline-none max-sm:inset-x-2"
        >
          <header className="flex flex-wrap items-center gap-x-4 border-line border-b py-2 pr-3 pl-5">
            <Dialog.Title className="font-title text-lg tracking-[-0.01em]">Compare {ids.length} events</Dialog.Title>
            <Switch checked={isBrief} onChange={setIsBrief}>
              Only differences
            </Switch>
            <Dialog.Close
              aria-label="Close"
              className="ml-auto inline-grid size-7 place-items-center rounded-m text-ink-2 hover:bg-hover"
            >
              <Icon name="cross" />
            </Dialog.Close>
          </header>
          {error ? (
            <div className="p-5">
              <ErrorPanel error={error.error} />
            </div>
          ) : events.length < ids.length ? (
            <div className="p-5">
              <Skeleton />
            </div>
          ) : (
            <Comparison events={events} isBrief={isBrief} />
          )}
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

function Comparison({ events, isBrief }: { readonly events: readonly EventDto[]; readonly isBrief: boolean }) {
  const { longDay, clockParts, mark } = useTimes()
  const fields = comparedFields(events)
  const shown = isBrief ? fields.filter(({ differs }) => differs) : fields
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
    <section tabIndex={0} aria-label="Records side by side" className="overflow-auto focus-visible:-outline-offset-2">
      <table className="w-full border-separate border-spacing-0 [&_td]:border-line-faint [&_td]:border-b [&_td]:px-3 [&_td]:py-1.5 [&_td:first-child]:pl-5 [&_th:first-child]:pl-5! [&_th]:border-line [&_th]:border-b [&_th]:bg-sunken [&_th]:px-3 [&_th]:py-2">
        <thead className="sticky top-0 text-left">
          <tr>
            <th className="w-60 font-medium text-ink-3 text-sm">Member</th>
            {events.map((event) => (
              <th key={event.eventId} className="min-w-52 font-normal">
                <span className="flex gap-2">
                  <b className="font-strong">{event.eventName}</b> <Outcome outcome={event.outcome} />
                </span>
                <span className="mono text-ink-2">
                  {longDay(event.time)} {clockParts(event.time).join('')}
                  {mark}
                </span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {shown.map((field) => (
            <Field key={field.path} field={field} ids={events.map(({ eventId }) => eventId)} />
          ))}
        </tbody>
      </table>
    </section>
  )
}

/** What differs is marked by a sign too, and by its weight. */
function Field({
  field: { path, values, differs },
  ids,
}: {
  readonly field: ComparedField
  readonly ids: readonly string[]
}) {
  return (
    <tr className={differs ? 'bg-warn-soft' : ''} data-differs={differs}>
      <td className="mono align-top wrap-anywhere">
        {differs && (
          <>
            <span aria-hidden="true" className="mr-1 text-warn">
              ≠
            </span>
            <span className="sr-only">differs: </span>
          </>
        )}
        {path}
      </td>
      {values.map((value, index) => (
        <td key={ids[index]} className="mono align-top wrap-anywhere">
          {value === undefined ? <span className="text-ink-3">absent</span> : <bdi>{value}</bdi>}
        </td>
      ))}
    </tr>
  )
}
