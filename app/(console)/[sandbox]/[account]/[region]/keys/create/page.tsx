import type { Metadata } from 'next'
import { Prefetched } from '#components/hooks/queries.tsx'
import { CreateKeyWizard } from '#components/keys/create/create-key-wizard.tsx'
import type { ScopeDto } from '#console/dto/scope.ts'
import { openPage } from '#console/page.ts'
import { createKey } from './actions.ts'

export const metadata: Metadata = { title: 'Create key' }

export default async function CreateKeyPage({ params }: { readonly params: Promise<ScopeDto> }) {
  const page = await openPage(params)
  return (
    <Prefetched entries={await page.read(['choices'], ['keyStoreChoices'], ['principals'])}>
      <CreateKeyWizard createKey={createKey} />
    </Prefetched>
  )
}
