'use client'

import type { ReactNode } from 'react'
import { useFrame } from '../hooks/frame.tsx'
import { useConsoleQuery } from '../hooks/queries.tsx'
import { useUrlState } from '../hooks/use-url-state.ts'
import { Button } from '../ui/button.tsx'
import { CodeBlock } from '../ui/code-block.tsx'
import { CodeTabs } from '../ui/code-tabs.tsx'
import { CopyButton } from '../ui/copy-button.tsx'
import { Drawer } from '../ui/drawer.tsx'
import { Json } from '../ui/json.tsx'
import { ErrorPanel, Skeleton } from '../ui/states.tsx'
import { Ago } from '../ui/time.tsx'
import type { Ending } from './end-grants-dialog.tsx'
import { grantJson, grantSnippets } from './grant-calls.ts'
import { grantSentence } from './grant-sentence.ts'
import { Constraints, grantName, KeyLink, type ListedGrant, Operations } from './grant-table.tsx'
import { GrantChain, GrantUse } from './grant-use.tsx'
import { grantRowId } from './list-params.ts'
import { Principal } from './principal.tsx'

interface GrantDrawerProps {
  readonly grantId: string
  /** The list it was opened from; one that is not among them is looked for. */
  readonly grants: readonly ListedGrant[]
  readonly end: (ending: Ending) => void
}

/** One grant: as a sentence, its terms, where it came from, what it was used for, and how to say it elsewhere. */
export function GrantDrawer({ grantId, grants, end }: GrantDrawerProps) {
  const { params, set } = useUrlState()
  const listed = grants.find((grant) => grant.grantId === grantId)
  const asked = { q: grantId, ...(params.has('retirable') && { retirable: '1' }) }
  const { data, error } = useConsoleQuery('grantList', asked, { enabled: listed === undefined })
  const grant = listed ?? data?.rows.find((each) => each.grantId === grantId)
  return (
    <Drawer
      label={grant ? `Grant ${grantName(grant)}` : 'Grant'}
      title={grant ? <bdi>{grantName(grant)}</bdi> : 'Grant'}
      head={<GrantLine grantId={grantId} />}
      returnTo={grantRowId(grantId)}
      close={() => set({ grant: undefined })}
    >
      {grant && <Body grant={grant} end={end} />}
      {!grant && error && <ErrorPanel error={error.error} />}
      {!grant && !error && (data ? <Gone /> : <Skeleton />)}
    </Drawer>
  )
}

function GrantLine({ grantId }: { readonly grantId: string }) {
  return (
    <p className="mt-0.5 flex items-center gap-1 text-ink-3">
      <span className="mono truncate">{grantId}</span>
      <CopyButton text={grantId} label="Copy grant id" />
    </p>
  )
}

function Gone() {
  return (
    <p className="p-6 text-ink-2">
      No grant of this id is in force in this Region. It may have been revoked or retired, or its key was deleted.
    </p>
  )
}

function Body({ grant, end }: { readonly grant: ListedGrant; readonly end: GrantDrawerProps['end'] }) {
  const { endpoint, scope } = useFrame()
  const { keyArn } = grant
  const isOwn = keyArn.split(':')[4] === scope.account
  return (
    <>
      <Part title="In words">
        <Sentence grant={grant} />
        <div className="mt-3 flex gap-2">
          <Button
            size="small"
            variant="danger"
            reason={isOwn ? undefined : 'Its key belongs to another account: it can be retired, not revoked'}
            onClick={() => end({ grants: [grant], how: 'revoke' })}
          >
            Revoke
          </Button>
          <Button size="small" onClick={() => end({ grants: [grant], how: 'retire' })}>
            Retire
          </Button>
        </div>
      </Part>
      <Part title="Terms">
        <Terms grant={grant} />
      </Part>
      <Part title="Used for">
        <GrantUse grant={grant} />
      </Part>
      <Part title="Came from">
        <GrantChain grant={grant} />
      </Part>
      <Part title="As ListGrants tells it">
        <CodeBlock label="Grant as JSON" className="max-h-80 rounded-m border border-line bg-sunken p-3">
          <Json text={grantJson(grant)} />
        </CodeBlock>
      </Part>
      <CodeTabs label="Make or end it by" snippets={grantSnippets(grant, { endpoint, region: scope.region })} />
    </>
  )
}

function Part({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section className="border-line-faint border-b px-6 py-4 max-sm:px-4">
      <h3 className="mb-1.5 font-medium text-ink-3 text-sm">{title}</h3>
      {children}
    </section>
  )
}

function Sentence({ grant }: { readonly grant: ListedGrant }) {
  const { grantee, operations, key, when, end } = grantSentence(grant, grant.aliases)
  return (
    <p className="text-lg wrap-anywhere">
      <bdi className="font-strong">{grantee}</bdi> may {operations} with <bdi className="font-strong">{key}</bdi>
      {when && <bdi> {when}</bdi>}, until it is revoked. <bdi className="text-ink-2">{end}</bdi>
    </p>
  )
}

function Terms({ grant }: { readonly grant: ListedGrant }) {
  const { account } = useFrame().scope
  return (
    <dl className="grid grid-cols-[132px_minmax(0,1fr)] gap-x-4 gap-y-2 [&>dt]:text-ink-3">
      <dt>Grantee</dt>
      <dd>
        <Arn value={grant.grantee} />
      </dd>
      <dt>Key</dt>
      <dd>
        <KeyLink grant={grant} />
      </dd>
      <dt>Operations</dt>
      <dd>
        <Operations names={grant.operations} />
      </dd>
      <dt>Constraints</dt>
      <dd>
        <Constraints constraints={grant.constraints} />
      </dd>
      <dt>Retiring principal</dt>
      <dd>{grant.retiree ? <Principal arn={grant.retiree} home={account} /> : 'none'}</dd>
      <dt>Issued by</dt>
      <dd className="mono">{grant.issuer}</dd>
      <dt>Created</dt>
      <dd>
        <Ago time={grant.createdAt} />
      </dd>
    </dl>
  )
}

function Arn({ value }: { readonly value: string }) {
  return (
    <span className="mono wrap-anywhere">
      <bdi>{value}</bdi> <CopyButton text={value} label="Copy ARN of the grantee" />
    </span>
  )
}
