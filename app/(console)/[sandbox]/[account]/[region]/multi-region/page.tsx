import type { Metadata } from 'next'
import { Prefetched } from '#components/hooks/queries.tsx'
import { MultiRegionView } from '#components/multi-region/multi-region-view.tsx'
import type { ScopeDto } from '#console/dto/scope.ts'
import { openPage } from '#console/page.ts'
import { changePrimary, replicateKey } from '../keys/[keyId]/actions.ts'
import { scheduleDeletion } from '../keys/actions.ts'

export const metadata: Metadata = { title: 'Multi-Region keys' }

interface Props {
  readonly params: Promise<ScopeDto>
}

export default async function MultiRegionPage({ params }: Props) {
  const page = await openPage(params)
  return (
    <Prefetched entries={await page.read(['families'])}>
      <MultiRegionView actions={{ replicateKey, changePrimary, scheduleDeletion }} />
    </Prefetched>
  )
}
