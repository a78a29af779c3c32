import type { Metadata } from 'next'
import { DisplayView } from '#components/settings/display-view.tsx'
import type { ScopeDto } from '#console/dto/scope.ts'
import { openPage } from '#console/page.ts'

export const metadata: Metadata = { title: 'Display' }

export default async function DisplayPage({ params }: { readonly params: Promise<ScopeDto> }) {
  await openPage(params)
  return <DisplayView />
}
