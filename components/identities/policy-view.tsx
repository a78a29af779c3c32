'use client'

import type { ManagedPolicyDto } from '#console/dto/identities.ts'
import { usePaths } from '../hooks/frame.tsx'
import { useConsoleQuery } from '../hooks/queries.tsx'
import { CopyButton } from '../ui/copy-button.tsx'
import { PageHead } from '../ui/page-head.tsx'
import { ErrorPanel, Skeleton } from '../ui/states.tsx'
import { Tag } from '../ui/tag.tsx'
import { Ago } from '../ui/time.tsx'
import type { IdentityActions } from './actions.ts'
import { DeleteIdentity } from './delete-identity.tsx'
import { DocumentCard } from './document-card.tsx'

interface PolicyViewProps extends Pick<IdentityActions, 'changeIdentity'> {
  readonly arn: string
}

/** One managed policy in its default version; saving makes a new one the default. */
export function PolicyView({ arn, changeIdentity }: PolicyViewProps) {
  const { data, error } = useConsoleQuery('managedPolicy', { name: arn })
  const { identity } = usePaths()
  const name = arn.slice(arn.lastIndexOf('/') + 1)
  const isAws = arn.startsWith('arn:aws:iam::aws:')
  return (
    <>
      <PageHead
        title={<bdi>{name}</bdi>}
        badge={isAws && <Tag>AWS managed</Tag>}
        up={{ href: identity('policies'), label: 'Policies', here: name }}
        actions={
          data &&
          !isAws && (
            <DeleteIdentity
              kind="policies"
              name={name}
              change={{ change: 'delete-policy', arn }}
              losses={['All its versions']}
              reason={inUse(data)}
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
        <p className="mono text-ink-3 wrap-anywhere">
          {arn} <CopyButton text={arn} label="Copy ARN" />
        </p>
      </PageHead>
      {error && <ErrorPanel error={error.error} />}
      {!error && !data && <Skeleton />}
      {!error && data && (
        <div className="grid max-w-[880px] gap-4">
          <p className="text-ink-2">
            Attached to {data.attachments}, permissions boundary of {data.boundaries}, version {data.versionId}, changed{' '}
            <Ago time={data.updatedAt} />.
          </p>
          <DocumentCard
            title="Document"
            label="Policy document"
            name={arn}
            document={data.document}
            {...(!isAws && {
              changeOf: (document, base) => ({ change: 'save-policy', arn, document, base }),
            })}
            saved={{ title: 'Policy saved', detail: 'The new version is in force wherever it is attached.' }}
            changeIdentity={changeIdentity}
          />
        </div>
      )}
    </>
  )
}

/** Why a policy cannot be deleted; undefined when it can. */
function inUse({ attachments, boundaries }: ManagedPolicyDto): string | undefined {
  if (attachments > 0) return `It is attached to ${attachments}: detach it first`
  return boundaries > 0 ? `It is the permissions boundary of ${boundaries}: take it away there first` : undefined
}
