import type { Metadata } from 'next'
import { RegionalityTab } from '#components/keys/regions/regionality-tab.tsx'
import type { ScopeDto } from '#console/dto/scope.ts'
import { openPage } from '#console/page.ts'
import { scheduleDeletion } from '../../actions.ts'
import { changePrimary, replicateKey } from '../actions.ts'

export const metadata: Metadata = { title: 'Regionality' }

interface Props {
  readonly params: Promise<ScopeDto & { readonly keyId: string }>
}

export default async function RegionalityPage({ params }: Props) {
  const { keyId } = await params
  await openPage(params)
  return <RegionalityTab keyId={keyId} actions={{ replicateKey, changePrimary, scheduleDeletion }} />
}
