'use client'

import { useWindowVirtualizer } from '@tanstack/react-virtual'
import { useRef } from 'react'
import type { EventRowDto } from '#console/dto/events.ts'
import { useUrlState } from '../hooks/use-url-state.ts'
import { paramsOf } from '../keys/list-params.ts'
import { Icon } from '../ui/icon.tsx'
import { COLUMNS, type ColumnName } from './columns.ts'
import { useColumns } from './columns-menu.tsx'
import { EventRow } from './event-row.tsx'
import { openEvent } from './list-params.ts'
import { useRowKeys } from './use-row-keys.ts'

interface EventTableProps {
  readonly events: readonly EventRowDto[]
  /** Names of keys by key id. */
  readonly aliases: ReadonlyMap<string, string>
  /** On the page of one key it goes without saying. */
  readonly hideKey?: boolean
  /** Events with greater sequence numbers came while the list was looked at. */
  readonly since: number
}

/** From this many rows on only those near the window are in the page. */
const MANY = 150
const ROW = 32

/** Events, newest first; the open one stands in the address as `id`. */
export function EventTable({ events, aliases, hideKey = false, since }: EventTableProps) {
  const { params } = useUrlState()
  const open = openEvent(paramsOf(params))
  const [id, request] = [firstOf(open?.id), firstOf(open?.request)]
  const columns = useColumns().filter((name) => !(hideKey && name === 'key') && !(open && NARROW.includes(name)))
  const box = useRef<HTMLDivElement>(null)
  const { rows, above, below } = useWindowOf(events, box.current?.offsetTop ?? 0)
  useRowKeys(events, id)
  return (
    <div ref={box} className="overflow-x-auto">
      <table className="tbl tight even two-line" aria-rowcount={events.length + 1}>
        <thead>
          <tr>
            <th className="w-9 max-sm:hidden">
              <span className="sr-only">Compare</span>
            </th>
            <th aria-sort="descending" className="w-[148px]">
              Time <Icon name="arrowDown" className="size-3" />
            </th>
            <th className="w-[22%]">Event</th>
            {columns.map((name) => (
              <th key={name}>{COLUMNS.find((column) => column.name === name)?.label}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          <Gap height={above} />
          {rows.map((event) => (
            <EventRow
              key={event.eventId}
              event={event}
              columns={columns}
              aliases={aliases}
              isOpen={open !== undefined && [event.eventId, event.requestId].includes(id ?? request)}
              isNew={event.seq > since}
              isBeside={open !== undefined}
            />
          ))}
          <Gap height={below} />
        </tbody>
      </table>
    </div>
  )
}

/** Beside an open event there is room for the usual columns only. */
const NARROW: readonly ColumnName[] = [
  'region',
  'eventSource',
  'sourceIp',
  'userName',
  'accessKeyId',
  'requestId',
  'errorCode',
]

function firstOf(value: string | readonly string[] | undefined): string | undefined {
  return typeof value === 'string' ? value : value?.[0]
}

/** Where rows that are out of sight would be. */
function Gap({ height }: { readonly height: number }) {
  if (height <= 0) return null
  return (
    <tr style={{ height, padding: 0, border: 0 }}>
      <td className="p-0!" />
    </tr>
  )
}

function useWindowOf(events: readonly EventRowDto[], scrollMargin: number) {
  const isLong = events.length > MANY
  const virtual = useWindowVirtualizer({
    count: isLong ? events.length : 0,
    estimateSize: () => rowHeight(),
    overscan: 20,
    scrollMargin,
  })
  if (!isLong) return { rows: events, above: 0, below: 0 }
  const items = virtual.getVirtualItems()
  const [first, last] = [items[0], items.at(-1)]
  return {
    rows: items.flatMap(({ index }) => events[index] ?? []),
    above: first ? first.start - scrollMargin : 0,
    below: last ? virtual.getTotalSize() - (last.end - scrollMargin) : 0,
  }
}

/** On phones a row has two lines. */
function rowHeight(): number {
  return window.matchMedia('(width < 720px)').matches ? 2 * ROW + 1 : ROW
}
