import type { Metadata } from 'next'
import { ActivityTab } from '#components/audit/activity-tab.tsx'
import type { ScopeDto } from '#console/dto/scope.ts'
import { openPage } from '#console/page.ts'

export const metadata: Metadata = { title: 'Activity' }

interface Props {
  readonly params: Promise<ScopeDto & { readonly keyId: string }>
}

export default async function ActivityPage({ params }: Props) {
  const { keyId } = await params
  await openPage(params)
  return <ActivityTab keyId={keyId} />
}
