'use client'

import type { RoleDto } from '#console/dto/identities.ts'
import { plural, span } from '../format.ts'
import { usePaths } from '../hooks/frame.tsx'
import { useConsoleQuery } from '../hooks/queries.tsx'
import { PageHead } from '../ui/page-head.tsx'
import { ErrorPanel, Skeleton } from '../ui/states.tsx'
import type { IdentityActions } from './actions.ts'
import { AttachedPolicies } from './attached-policies.tsx'
import { BoundaryCard } from './boundary-card.tsx'
import { DeleteIdentity } from './delete-identity.tsx'
import { Detail } from './detail.tsx'
import { DocumentCard } from './document-card.tsx'
import { IdentitySummary, KeyReach, Line } from './identity-summary.tsx'
import { InlinePolicies } from './inline-policies.tsx'

interface RoleViewProps extends Pick<IdentityActions, 'changeIdentity'> {
  readonly name: string
}

/** One role: who may assume it, and what it may do then. */
export function RoleView({ name, changeIdentity }: RoleViewProps) {
  const { data, error } = useConsoleQuery('role', { name })
  const { identity } = usePaths()
  return (
    <>
      <PageHead
        title={<bdi>{name}</bdi>}
        up={{ href: identity('roles'), label: 'Roles', here: name }}
        actions={
          data && (
            <DeleteIdentity
              kind="roles"
              name={name}
              change={{ change: 'delete', of: { kind: 'role', name } }}
              losses={lossesOf(data)}
              changeIdentity={changeIdentity}
            />
          )
        }
      >
        {data?.description && (
          <p className="text-ink-2 wrap-anywhere">
            <bdi>{data.description}</bdi>
          </p>
        )}
      </PageHead>
      {error && <ErrorPanel error={error.error} />}
      {!error && !data && <Skeleton />}
      {!error && data && <Body role={data} changeIdentity={changeIdentity} />}
    </>
  )
}

function lossesOf({ inline, attached, seen }: RoleDto): readonly string[] {
  return [
    'Sessions of it end at once: their calls are refused',
    'Key policies and grants that name it allow nobody any more',
    `${plural(inline.length, 'inline policy', 'inline policies')}, ${plural(attached.length, 'attachment')}`,
    seen ? `It made ${plural(seen.calls, 'call')} in the last 90 days` : 'It made no call in the last 90 days',
  ]
}

interface BodyProps extends Pick<IdentityActions, 'changeIdentity'> {
  readonly role: RoleDto
}

function Body({ role, changeIdentity }: BodyProps) {
  const { name, trust, inline, attached, boundary, maxSessionSeconds } = role
  const of = { kind: 'role', name } as const
  return (
    <Detail
      side={
        <>
          <IdentitySummary identity={role}>
            <Line name="Sessions">at most {span(maxSessionSeconds * 1000)}</Line>
          </IdentitySummary>
          <KeyReach name={name} arn={role.arn} />
        </>
      }
    >
      <DocumentCard
        title="Trust policy"
        aside="who may assume it"
        label="Trust policy"
        name={`role/${name}`}
        document={trust}
        changeOf={(document, base) => ({ change: 'save-trust', role: name, document, base })}
        saved={{ title: 'Trust policy saved' }}
        changeIdentity={changeIdentity}
      />
      <AttachedPolicies of={of} policies={attached} changeIdentity={changeIdentity} />
      <BoundaryCard of={of} boundary={boundary} changeIdentity={changeIdentity} />
      <InlinePolicies of={of} policies={inline} changeIdentity={changeIdentity} />
    </Detail>
  )
}
