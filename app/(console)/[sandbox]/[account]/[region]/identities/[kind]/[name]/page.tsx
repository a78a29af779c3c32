import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { Prefetched } from '#components/hooks/queries.tsx'
import { GroupView } from '#components/identities/group-view.tsx'
import { isIdentityKind } from '#components/identities/kinds.ts'
import { PolicyView } from '#components/identities/policy-view.tsx'
import { RoleView } from '#components/identities/role-view.tsx'
import { UserView } from '#components/identities/user-view.tsx'
import type { ScopeDto } from '#console/dto/scope.ts'
import { openPage } from '#console/page.ts'
import { changeIdentity, createAccessKey } from '../../actions.ts'

interface Props {
  readonly params: Promise<ScopeDto & { readonly kind: string; readonly name: string }>
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const name = nameOf((await params).name)
  return { title: name.slice(name.lastIndexOf('/') + 1) }
}

/** What of the keys their pages show. */
const WITH_KEYS = { users: [['choices']], roles: [['choices']], groups: [], policies: [] } as const
const QUERIES = { users: 'user', roles: 'role', groups: 'group', policies: 'managedPolicy' } as const

export default async function IdentityPage({ params }: Props) {
  const { kind, name: segment } = await params
  const page = await openPage(params)
  if (!isIdentityKind(kind)) notFound()
  const name = nameOf(segment)
  return (
    <Prefetched entries={await page.read([QUERIES[kind], { name }], ...WITH_KEYS[kind])}>
      {kind === 'users' && <UserView name={name} actions={{ changeIdentity, createAccessKey }} />}
      {kind === 'roles' && <RoleView name={name} changeIdentity={changeIdentity} />}
      {kind === 'groups' && <GroupView name={name} changeIdentity={changeIdentity} />}
      {kind === 'policies' && <PolicyView arn={name} changeIdentity={changeIdentity} />}
    </Prefetched>
  )
}

/** Next gives the segment as it stands in the address; one that is not well escaped names nothing. */
function nameOf(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    return segment
  }
}
