import type { Metadata } from 'next'
import { CreateKeyForm } from '#components/keys/create-key-form.tsx'
import type { ScopeDto } from '#console/dto/scope.ts'
import { openPage } from '#console/page.ts'
import { createKey } from './actions.ts'

export const metadata: Metadata = { title: 'Create key' }

export default async function CreateKeyPage({ params }: { readonly params: Promise<ScopeDto> }) {
  await openPage(params)
  return <CreateKeyForm createKey={createKey} />
}
