import type { Metadata } from 'next'
import { Prefetched } from '#components/hooks/queries.tsx'
import { PolicyTab } from '#components/policy-editor/policy-tab.tsx'
import type { ScopeDto } from '#console/dto/scope.ts'
import { openPage } from '#console/page.ts'
import { replay, savePolicy } from './actions.ts'

export const metadata: Metadata = { title: 'Key policy' }

interface Props {
  readonly params: Promise<ScopeDto & { readonly keyId: string }>
}

export default async function PolicyPage({ params }: Props) {
  const { keyId } = await params
  const page = await openPage(params)
  return (
    <Prefetched entries={await page.read(['policy', { id: keyId }], ['keyAccess', { id: keyId }], ['subjects'])}>
      <PolicyTab keyId={keyId} actions={{ savePolicy, replay }} />
    </Prefetched>
  )
}
