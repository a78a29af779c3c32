import type { Metadata } from 'next'
import { Prefetched } from '#components/hooks/queries.tsx'
import { AccessTab } from '#components/policy/access-tab.tsx'
import type { ScopeDto } from '#console/dto/scope.ts'
import { openPage } from '#console/page.ts'

export const metadata: Metadata = { title: 'Access' }

interface Props {
  readonly params: Promise<ScopeDto & { readonly keyId: string }>
}

export default async function AccessPage({ params }: Props) {
  const { keyId } = await params
  const page = await openPage(params)
  return (
    <Prefetched entries={await page.read(['keyAccess', { id: keyId }], ['subjects'])}>
      <AccessTab keyId={keyId} />
    </Prefetched>
  )
}
