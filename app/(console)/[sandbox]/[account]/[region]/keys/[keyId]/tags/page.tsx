import type { Metadata } from 'next'
import { TagsTab } from '#components/keys/tags-tab.tsx'
import type { ScopeDto } from '#console/dto/scope.ts'
import { openPage } from '#console/page.ts'
import { removeTag, setTag } from '../actions.ts'

export const metadata: Metadata = { title: 'Tags' }

interface Props {
  readonly params: Promise<ScopeDto & { readonly keyId: string }>
}

export default async function TagsPage({ params }: Props) {
  const { keyId } = await params
  await openPage(params)
  return <TagsTab keyId={keyId} setTag={setTag} removeTag={removeTag} />
}
