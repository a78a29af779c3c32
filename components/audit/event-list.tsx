'use client'

import { lazy, useMemo } from 'react'
import type { EventPageDto } from '#console/dto/events.ts'
import type { FilterField } from '../filters/fields.ts'
import { FilterBar } from '../filters/filter-bar.tsx'
import { keyIdOf } from '../format.ts'
import { useConsoleQuery } from '../hooks/queries.tsx'
import { useUrlState } from '../hooks/use-url-state.ts'
import { paramsOf } from '../keys/list-params.ts'
import { Button } from '../ui/button.tsx'
import { buttonClass } from '../ui/button-class.ts'
import { Card } from '../ui/card.tsx'
import { Link } from '../ui/link.tsx'
import { Empty, ErrorPanel, Skeleton } from '../ui/states.tsx'
import { Switch } from '../ui/switch.tsx'
import { WhenOpen } from '../ui/when-open.tsx'
import { EventTable } from './event-table.tsx'
import { eventListParams, openEvent } from './list-params.ts'

const EventDrawer = lazy(async () => ({ default: (await import('./event-drawer.tsx')).EventDrawer }))

interface EventListProps {
  readonly fields: readonly FilterField[]
  /** Only events of this key. */
  readonly keyArn?: string
}

export function EventList({ fields, keyArn }: EventListProps) {
  const { params } = useUrlState()
  const asked = useMemo(() => {
    const filter = eventListParams(paramsOf(params))
    return keyArn === undefined ? filter : { ...filter, resource: keyArn }
  }, [params, keyArn])
  const { data, error, refetch, isFetching } = useConsoleQuery('events', asked, { keep: true })
  const about = useMemo(() => openEvent(paramsOf(params)), [params])
  return (
    <div className={about ? 'lg:pr-[528px]' : ''}>
      <FilterBar fields={fields}>
        <HideReads />
        <Button size="small" icon="rotate" className="ml-auto" busy={isFetching} onClick={() => refetch()}>
          Refresh
        </Button>
      </FilterBar>
      {error && <ErrorPanel error={error.error} />}
      {!error && !data && <Skeleton />}
      {!error && data && <Events page={data} ofKey={keyArn !== undefined} />}
      <WhenOpen open={about !== undefined}>
        <EventDrawer about={about ?? {}} events={data?.events ?? []} />
      </WhenOpen>
    </div>
  )
}

function HideReads() {
  const { params, set } = useUrlState()
  return (
    <Switch
      checked={params.get('reads') === 'hide'}
      onChange={(on) => set({ reads: on ? 'hide' : undefined, before: undefined })}
    >
      Hide reads
    </Switch>
  )
}

function Events({ page, ofKey }: { readonly page: EventPageDto; readonly ofKey: boolean }) {
  const aliases = useAliases(ofKey ? [] : page.events.flatMap(({ keyArn }) => keyArn ?? []))
  if (page.events.length === 0) return <NoEvents />
  return (
    <>
      <Card className="max-sm:-mx-4 max-sm:rounded-none max-sm:border-x-0">
        <EventTable events={page.events} aliases={aliases} hideKey={ofKey} />
      </Card>
      <OlderAndNewer older={page.older} />
    </>
  )
}

/** What people call the keys of a list, by key id: known a moment later than the list itself. */
function useAliases(keyArns: readonly string[]): ReadonlyMap<string, string> {
  const id = [...new Set(keyArns.map(keyIdOf))].sort()
  const { data } = useConsoleQuery('lookup', { id }, { keep: true, enabled: id.length > 0 })
  return useMemo(() => {
    return new Map((data ?? []).flatMap(({ keyId, aliases: [first] }) => (first ? [[keyId, first] as const] : [])))
  }, [data])
}

function OlderAndNewer({ older }: { readonly older: number | undefined }) {
  const { params, hrefWith } = useUrlState()
  const newest = !params.has('before')
  if (newest && older === undefined) return null
  return (
    <nav aria-label="Pages" className="mt-3 flex justify-end gap-2">
      {!newest && (
        <Link href={hrefWith({ before: undefined })} className={buttonClass('plain', 'small')}>
          Newest
        </Link>
      )}
      {older !== undefined && (
        <Link href={hrefWith({ before: String(older) })} className={buttonClass('plain', 'small')}>
          Older
        </Link>
      )}
    </nav>
  )
}

function NoEvents() {
  return (
    <Card>
      <Empty icon="list" title="No events here">
        <p>Every call, allowed or not, from the console and from programs, is recorded. None matches this filter.</p>
      </Empty>
    </Card>
  )
}
