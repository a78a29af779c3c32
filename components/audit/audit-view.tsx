'use client'

import { useUrlState } from '../hooks/use-url-state.ts'
import { paramsOf } from '../keys/list-params.ts'
import { EventList } from './event-list.tsx'
import { AuditHead } from './head/audit-head.tsx'
import { eventListParams, openEvent } from './list-params.ts'

/** The audit log of a Region; what is listed, and which event is open, stands in the address. */
export function AuditView() {
  const { params } = useUrlState()
  const search = paramsOf(params)
  return (
    <>
      <div className={openEvent(search) ? 'lg:pr-[528px]' : ''}>
        <AuditHead asked={eventListParams(search)} />
      </div>
      <EventList />
    </>
  )
}
