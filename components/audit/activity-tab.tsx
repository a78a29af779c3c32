'use client'

import { useConsoleQuery } from '../hooks/queries.tsx'
import { Skeleton } from '../ui/states.tsx'
import { KEY_EVENT_FIELDS } from './event-fields.ts'
import { EventList } from './event-list.tsx'

/** The audit log of one key. */
export function ActivityTab({ keyId }: { readonly keyId: string }) {
  const { data } = useConsoleQuery('key', { id: keyId })
  return data ? <EventList fields={KEY_EVENT_FIELDS} keyArn={data.arn} /> : <Skeleton />
}
