'use client'

import { plural } from '../format.ts'
import { usePaths } from '../hooks/frame.tsx'
import { useConsoleQuery } from '../hooks/queries.tsx'
import { CopyButton } from '../ui/copy-button.tsx'
import { PageHead } from '../ui/page-head.tsx'
import { ErrorPanel, Skeleton } from '../ui/states.tsx'
import type { IdentityActions } from './actions.ts'
import { AttachedPolicies } from './attached-policies.tsx'
import { DeleteIdentity } from './delete-identity.tsx'
import { InlinePolicies } from './inline-policies.tsx'
import { MemberCard } from './member-card.tsx'

interface GroupViewProps extends Pick<IdentityActions, 'changeIdentity'> {
  readonly name: string
}

/** One group: who is in it, and what they may do for that. */
export function GroupView({ name, changeIdentity }: GroupViewProps) {
  const { data, error } = useConsoleQuery('group', { name })
  const { identity } = usePaths()
  const of = { kind: 'group', name } as const
  return (
    <>
      <PageHead
        title={<bdi>{name}</bdi>}
        up={{ href: identity('groups'), label: 'Groups', here: name }}
        actions={
          data && (
            <DeleteIdentity
              kind="groups"
              name={name}
              change={{ change: 'delete', of }}
              losses={[`${plural(data.members.length, 'user')} lose what only this group allows`]}
              changeIdentity={changeIdentity}
            />
          )
        }
      >
        {data && (
          <p className="mono text-ink-3 wrap-anywhere">
            {data.arn} <CopyButton text={data.arn} label="Copy ARN" />
          </p>
        )}
      </PageHead>
      {error && <ErrorPanel error={error.error} />}
      {!error && !data && <Skeleton />}
      {!error && data && (
        <div className="grid max-w-[880px] gap-4">
          <MemberCard
            title="Users"
            kind="users"
            names={data.members}
            changeOf={(change, user) => ({ change, user, group: name })}
            changeIdentity={changeIdentity}
          />
          <AttachedPolicies of={of} policies={data.attached} changeIdentity={changeIdentity} />
          <InlinePolicies of={of} policies={data.inline} changeIdentity={changeIdentity} />
        </div>
      )}
    </>
  )
}
