import type { Metadata } from 'next'
import { Prefetched } from '#components/hooks/queries.tsx'
import { PublicKeyTab } from '#components/keys/public-key/public-key-tab.tsx'
import type { ScopeDto } from '#console/dto/scope.ts'
import { openPage } from '#console/page.ts'

export const metadata: Metadata = { title: 'Public key' }

interface Props {
  readonly params: Promise<ScopeDto & { readonly keyId: string }>
}

export default async function PublicKeyPage({ params }: Props) {
  const { keyId } = await params
  const page = await openPage(params)
  return (
    <Prefetched entries={await page.read(['publicKey', { id: keyId }])}>
      <PublicKeyTab keyId={keyId} />
    </Prefetched>
  )
}
