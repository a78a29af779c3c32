'use client'

import { useConsoleQuery } from '../hooks/queries.tsx'
import { ErrorPanel, Skeleton } from '../ui/states.tsx'
import { EventList } from './event-list.tsx'
import { KeyUsage } from './key-usage.tsx'

/** Who used a key and for what, and its part of the audit log. */
export function ActivityTab({ keyId }: { readonly keyId: string }) {
  const { data, error } = useConsoleQuery('key', { id: keyId })
  if (error) return <ErrorPanel error={error.error} />
  if (!data) return <Skeleton />
  return (
    <>
      <KeyUsage keyArn={data.arn} />
      <EventList keyId={keyId} />
    </>
  )
}
