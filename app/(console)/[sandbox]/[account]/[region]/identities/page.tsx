import { redirect } from 'next/navigation'
import type { ScopeDto } from '#console/dto/scope.ts'

/** Identities begin with the users. */
export default async function IdentitiesPage({ params }: { readonly params: Promise<ScopeDto> }) {
  const { sandbox, account, region } = await params
  redirect(`/${sandbox}/${account}/${region}/identities/users`)
}
