'use client'

import { PageHead } from '../ui/page-head.tsx'
import { EVENT_FIELDS } from './event-fields.ts'
import { EventList } from './event-list.tsx'

/** The audit log of a Region; what is listed, and which event is open, stands in the address. */
export function AuditView() {
  return (
    <>
      <PageHead title="Audit log" />
      <EventList fields={EVENT_FIELDS} />
    </>
  )
}
