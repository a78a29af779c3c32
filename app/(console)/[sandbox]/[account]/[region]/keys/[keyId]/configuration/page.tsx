import type { Metadata } from 'next'
import { ConfigurationTab } from '#components/keys/configuration-tab.tsx'
import type { ScopeDto } from '#console/dto/scope.ts'
import { openPage } from '#console/page.ts'

export const metadata: Metadata = { title: 'Cryptographic configuration' }

interface Props {
  readonly params: Promise<ScopeDto & { readonly keyId: string }>
}

export default async function ConfigurationPage({ params }: Props) {
  const { keyId } = await params
  await openPage(params)
  return <ConfigurationTab keyId={keyId} />
}
