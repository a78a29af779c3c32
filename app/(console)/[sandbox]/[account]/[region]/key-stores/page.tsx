import type { Metadata } from 'next'
import { Prefetched } from '#components/hooks/queries.tsx'
import { KeyStoresView } from '#components/key-stores/key-stores-view.tsx'
import type { ScopeDto } from '#console/dto/scope.ts'
import { openPage } from '#console/page.ts'
import { createCluster, createKeyStore, deleteCluster, setClusterFault } from './actions.ts'

export const metadata: Metadata = { title: 'Custom key stores' }

interface Props {
  readonly params: Promise<ScopeDto>
}

export default async function KeyStoresPage({ params }: Props) {
  const page = await openPage(params)
  return (
    <Prefetched entries={await page.read(['key-stores'], ['clusters'])}>
      <KeyStoresView
        createKeyStore={createKeyStore}
        clusterActions={{ createCluster, setClusterFault, deleteCluster }}
      />
    </Prefetched>
  )
}
