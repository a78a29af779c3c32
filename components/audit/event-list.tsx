'use client'

import { lazy, type ReactNode, useMemo } from 'react'
import type { EventRowDto } from '#console/dto/events.ts'
import { ViewsMenu } from '../filters/views-menu.tsx'
import { keyIdOf, plural } from '../format.ts'
import { useClock } from '../hooks/frame.tsx'
import { useConsoleQuery } from '../hooks/queries.tsx'
import { useScrolled } from '../hooks/use-scrolled.ts'
import { useUrlState } from '../hooks/use-url-state.ts'
import { paramsOf } from '../keys/list-params.ts'
import { Button, IconButton } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { besideDrawer } from '../ui/drawer.tsx'
import { Skeleton } from '../ui/states.tsx'
import { Switch } from '../ui/switch.tsx'
import { WhenOpen } from '../ui/when-open.tsx'
import { ColumnsMenu } from './columns-menu.tsx'
import { CompareBar } from './compare/compare-bar.tsx'
import { useCompared } from './compare/use-compared.ts'
import { EventTable } from './event-table.tsx'
import { EventFilterBar } from './filters/event-filter-bar.tsx'
import { timeOf } from './filters/time-range.ts'
import { Histogram } from './histogram/histogram.tsx'
import { ListError } from './list-error.tsx'
import { eventListParams, FROM_THE_START, openEvent } from './list-params.ts'
import { LiveSwitch } from './live-switch.tsx'
import { NoEvents } from './no-events.tsx'
import { useEventRows } from './use-event-rows.ts'
import { useFreshSeal } from './use-fresh-seal.ts'

const EventDrawer = lazy(async () => ({ default: (await import('./event-drawer.tsx')).EventDrawer }))
const CompareDialog = lazy(async () => ({ default: (await import('./compare/compare-dialog.tsx')).CompareDialog }))

/** From how far down new rows wait: putting them in would move what is read. */
const READING = 240

/** What of an address is open or compared, or a place in the list. */
const PASSING = ['id', 'request', 'view', 'with', 'compare', 'before']

/** The events that the address selects; of one key only, where its id is given. */
export function EventList({ keyId }: { readonly keyId?: string }) {
  const { params } = useUrlState()
  const asked = useMemo(() => {
    const filter = eventListParams(paramsOf(params))
    return keyId === undefined ? filter : { ...filter, resource: keyId }
  }, [params, keyId])
  const about = useMemo(() => openEvent(paramsOf(params)), [params])
  const to = timeOf(params.get('to'))
  const isOver = useClock((now) => to !== undefined && to < now)
  const isPast = isOver || params.has('before')
  const follow = params.get('live') !== 'off' && !isPast
  const list = useEventRows(asked, { follow, hold: useScrolled(READING) || about !== undefined })
  useFreshSeal(list.live)
  const { isOpen } = useCompared()
  return (
    <div className={about ? besideDrawer : ''}>
      <EventFilterBar rows={list.rows} ofKey={keyId !== undefined}>
        <span className="ml-auto flex gap-2 max-sm:ml-0">
          <ViewsMenu list="audit" passing={PASSING} compact />
          <ColumnsMenu />
          <IconButton
            icon="rotate"
            label="Refresh"
            aria-busy={list.isFetching}
            className="size-7 border border-line-strong max-sm:size-[34px]"
            onClick={list.refresh}
          />
        </span>
      </EventFilterBar>
      <Toggles>
        <LiveSwitch state={list.state} isPast={isPast} />
      </Toggles>
      {!list.error && <Histogram asked={asked} live={list.live} />}
      {list.error && <ListError error={list.error.error} />}
      {list.isLoading && <Skeleton />}
      {!list.error && !list.isLoading && <Rows list={list} ofKey={keyId !== undefined} />}
      <WhenOpen open={about !== undefined}>
        <EventDrawer about={about ?? {}} events={list.rows} />
      </WhenOpen>
      <CompareBar />
      <WhenOpen open={isOpen}>
        <CompareDialog />
      </WhenOpen>
    </div>
  )
}

/** What is left out, and what comes by itself. */
function Toggles({ children }: { readonly children: ReactNode }) {
  const { params, set } = useUrlState()
  const change = (name: string, value: string | undefined) => set({ [name]: value, ...FROM_THE_START })
  return (
    <div className="max-sm:bleed max-sm:gutter relative mb-3 flex flex-wrap items-center gap-x-5 gap-y-1 max-sm:mb-1 max-sm:flex-nowrap max-sm:overflow-x-auto max-sm:[scrollbar-width:none] max-sm:*:flex-none">
      <Switch checked={params.get('crypto') === 'hide'} onChange={(on) => change('crypto', on ? 'hide' : undefined)}>
        Hide crypto reads
      </Switch>
      <Switch checked={params.get('own') === 'show'} onChange={(on) => change('own', on ? 'show' : undefined)}>
        Show console reads
      </Switch>
      {!params.has('region') && (
        <Switch checked={params.get('regions') === 'all'} onChange={(on) => change('regions', on ? 'all' : undefined)}>
          All Regions
        </Switch>
      )}
      <span className="ml-auto max-sm:-order-1 max-sm:ml-0">{children}</span>
    </div>
  )
}

interface RowsProps {
  readonly list: ReturnType<typeof useEventRows>
  readonly ofKey: boolean
}

function Rows({ list, ofKey }: RowsProps) {
  const { rows, waiting, older, since } = list
  const aliases = useAliases(ofKey ? [] : rows)
  function showNew() {
    list.showWaiting()
    window.scrollTo({ top: 0 })
  }
  return (
    <>
      <div aria-live="polite" className="pointer-events-none sticky top-4 z-10 flex h-0 justify-center">
        {waiting > 0 && (
          <Button
            size="small"
            icon="arrowUp"
            className="pointer-events-auto shadow-float max-sm:mt-14"
            onClick={showNew}
          >
            {plural(waiting, 'new event')}
          </Button>
        )}
      </div>
      {rows.length === 0 ? (
        <NoEvents ofKey={ofKey} />
      ) : (
        <Card className="max-sm:-mx-4 max-sm:rounded-none max-sm:border-x-0">
          <EventTable events={rows} aliases={aliases} hideKey={ofKey} since={since} />
        </Card>
      )}
      {older && (
        <p className="mt-3 flex justify-center">
          <Button size="small" busy={older.isReading} onClick={older.read}>
            {older.isReading ? 'Reading older events' : 'Older'}
          </Button>
        </p>
      )}
    </>
  )
}

/** What people call the keys of a list, by key id: known a moment later than the list itself. */
function useAliases(rows: readonly EventRowDto[]): ReadonlyMap<string, string> {
  const id = useMemo(() => [...new Set(rows.flatMap(({ keyArn }) => (keyArn ? keyIdOf(keyArn) : [])))].sort(), [rows])
  const { data } = useConsoleQuery('lookup', { id }, { keep: true, enabled: id.length > 0 })
  return useMemo(() => {
    return new Map((data ?? []).flatMap(({ keyId, aliases: [first] }) => (first ? [[keyId, first] as const] : [])))
  }, [data])
}
