import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { Prefetched } from '#components/hooks/queries.tsx'
import { IdentityList } from '#components/identities/identity-list.tsx'
import { isIdentityKind } from '#components/identities/kinds.ts'
import type { ScopeDto } from '#console/dto/scope.ts'
import { openPage } from '#console/page.ts'
import { changeIdentity, createAccessKey } from '../actions.ts'

export const metadata: Metadata = { title: 'Identities' }

interface Props {
  readonly params: Promise<ScopeDto & { readonly kind: string }>
}

export default async function IdentityListPage({ params }: Props) {
  const { kind } = await params
  const page = await openPage(params)
  if (!isIdentityKind(kind)) notFound()
  return (
    <Prefetched entries={await page.read([kind])}>
      <IdentityList key={kind} kind={kind} actions={{ changeIdentity, createAccessKey }} />
    </Prefetched>
  )
}
