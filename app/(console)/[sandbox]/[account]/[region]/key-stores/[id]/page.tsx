import type { Metadata } from 'next'
import { Prefetched } from '#components/hooks/queries.tsx'
import { KeyStoreView } from '#components/key-stores/key-store-view.tsx'
import type { ScopeDto } from '#console/dto/scope.ts'
import { openPage } from '#console/page.ts'
import { connectKeyStore, deleteKeyStore, disconnectKeyStore, updateKeyStore } from '../actions.ts'

export const metadata: Metadata = { title: 'Key store' }

interface Props {
  readonly params: Promise<ScopeDto & { readonly id: string }>
}

export default async function KeyStorePage({ params }: Props) {
  const { id } = await params
  const page = await openPage(params)
  return (
    <Prefetched entries={await page.read(['key-stores'])}>
      <KeyStoreView id={id} actions={{ connectKeyStore, disconnectKeyStore, updateKeyStore, deleteKeyStore }} />
    </Prefetched>
  )
}
