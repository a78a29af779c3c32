'use client'

import type { UserDto } from '#console/dto/identities.ts'
import { plural } from '../format.ts'
import { usePaths } from '../hooks/frame.tsx'
import { useConsoleQuery } from '../hooks/queries.tsx'
import { Link, textLink } from '../ui/link.tsx'
import { PageHead } from '../ui/page-head.tsx'
import { ErrorPanel, Skeleton } from '../ui/states.tsx'
import { AccessKeys } from './access-keys.tsx'
import type { IdentityActions } from './actions.ts'
import { AttachedPolicies } from './attached-policies.tsx'
import { BoundaryCard } from './boundary-card.tsx'
import { DeleteIdentity } from './delete-identity.tsx'
import { Detail } from './detail.tsx'
import { IdentitySummary, KeyReach, Line } from './identity-summary.tsx'
import { InlinePolicies } from './inline-policies.tsx'
import { MemberCard } from './member-card.tsx'

interface UserViewProps {
  readonly name: string
  readonly actions: IdentityActions
}

/** One user: what is attached to it, how it signs, and what it may do. */
export function UserView({ name, actions }: UserViewProps) {
  const { data, error } = useConsoleQuery('user', { name })
  const { identity } = usePaths()
  return (
    <>
      <PageHead
        title={<bdi>{name}</bdi>}
        up={{ href: identity('users'), label: 'Users', here: name }}
        actions={
          data && (
            <DeleteIdentity
              kind="users"
              name={name}
              change={{ change: 'delete', of: { kind: 'user', name } }}
              losses={lossesOf(data)}
              changeIdentity={actions.changeIdentity}
            />
          )
        }
      />
      {error && <ErrorPanel error={error.error} />}
      {!error && !data && <Skeleton />}
      {!error && data && <Body user={data} actions={actions} />}
    </>
  )
}

function lossesOf({ accessKeys, inline, attached, groups, seen }: UserDto): readonly string[] {
  return [
    `${plural(accessKeys.length, 'access key')}: what signs with them is refused`,
    `${plural(inline.length, 'inline policy', 'inline policies')}, ${plural(attached.length, 'attachment')}, ${plural(groups.length, 'membership')}`,
    seen ? `It made ${plural(seen.calls, 'call')} in the last 90 days` : 'It made no call in the last 90 days',
  ]
}

function Body({ user, actions }: { readonly user: UserDto; readonly actions: IdentityActions }) {
  const { settings } = usePaths()
  const { changeIdentity } = actions
  const of = { kind: 'user', name: user.name } as const
  return (
    <Detail
      side={
        <>
          <IdentitySummary identity={user}>
            <Line name="Console">
              <Link href={settings} className={textLink}>
                Sign-in is given in the settings
              </Link>
            </Line>
          </IdentitySummary>
          <KeyReach name={user.name} arn={user.arn} />
        </>
      }
    >
      <AccessKeys user={user.name} accessKeys={user.accessKeys} actions={actions} />
      <MemberCard
        title="Groups"
        kind="groups"
        names={user.groups}
        changeOf={(change, group) => ({ change, user: user.name, group })}
        changeIdentity={changeIdentity}
      />
      <AttachedPolicies of={of} policies={user.attached} changeIdentity={changeIdentity} />
      <BoundaryCard of={of} boundary={user.boundary} changeIdentity={changeIdentity} />
      <InlinePolicies of={of} policies={user.inline} changeIdentity={changeIdentity} />
    </Detail>
  )
}
