'use client'

import type { ReactNode } from 'react'
import { plural, principalParts, usageText } from '../../format.ts'
import { useScope } from '../../hooks/frame.tsx'
import { useUrlState } from '../../hooks/use-url-state.ts'
import { PolicyPreview } from '../../policy-editor/policy-preview.tsx'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { Link, textLink } from '../../ui/link.tsx'
import type { StepProps } from './configure-step.tsx'
import { type Draft, draftPolicy, isInStore, rotates } from './draft.ts'
import type { StepId } from './steps.ts'

/** Everything once more, and the policy as it will be, to be changed by hand where that is wanted, with what it allows. */
export function ReviewStep({ draft, set }: StepProps) {
  const scope = useScope()
  const policy = draftPolicy(draft, scope)
  return (
    <>
      <Card title="Review">
        <dl className="grid grid-cols-[128px_minmax(0,1fr)_auto] items-baseline max-sm:grid-cols-[124px_minmax(0,1fr)_auto]">
          <Line name="Key" step="configure">
            {usageText(draft.usage)}, <span className="mono">{draft.spec}</span>, <Where draft={draft} />
          </Line>
          <Line name="Alias" step="labels">
            {draft.alias === '' ? <Nothing>none: it is known by its id</Nothing> : <bdi>{draft.alias}</bdi>}
          </Line>
          <Line name="Description" step="labels">
            {draft.description === '' ? (
              <Nothing>none</Nothing>
            ) : (
              <bdi className="line-clamp-3">{draft.description}</bdi>
            )}
          </Line>
          <Line name="Tags" step="labels">
            <Tags draft={draft} />
          </Line>
          <Line name="Administrators" step="administrators">
            <Names arns={draft.administrators} />
            {draft.administrators.length > 0 && !draft.mayDelete && ', who may not delete it'}
          </Line>
          <Line name="Users" step="users">
            <Names arns={draft.users} />
            {draft.accounts.length > 0 && ` and ${plural(draft.accounts.length, 'other account')}`}
          </Line>
        </dl>
      </Card>
      <PolicyPreview
        policy={policy}
        usage={draft.usage}
        onChange={(ownPolicy) => set({ ownPolicy })}
        aside={draft.ownPolicy === undefined ? 'from your choices; edit it here' : 'written by hand'}
        actions={
          draft.ownPolicy !== undefined && (
            <Button size="small" icon="undo" onClick={() => set({ ownPolicy: undefined })}>
              Rebuild from the choices
            </Button>
          )
        }
      />
    </>
  )
}

function Where({ draft }: { readonly draft: Draft }) {
  const { region } = useScope()
  const rotation = rotates(draft) ? `, rotates every ${draft.period} days` : ''
  if (isInStore(draft)) return `in key store ${draft.keyStoreId || 'not chosen yet'}`
  const made = draft.origin === 'EXTERNAL' ? 'material imported' : 'material made here'
  return `${made}, ${draft.multiRegion ? `multi-Region with its primary in ${region}` : region}${rotation}`
}

function Tags({ draft }: { readonly draft: Draft }) {
  const tags = draft.tags.filter(({ key }) => key !== '')
  if (tags.length === 0) return <Nothing>none</Nothing>
  return tags.map(({ key, value }) => (
    <bdi key={key} className="mr-3">
      {key} = {value}
    </bdi>
  ))
}

function Names({ arns }: { readonly arns: readonly string[] }) {
  if (arns.length === 0) return <Nothing>whom IAM policies of the account allow</Nothing>
  return arns.map((arn) => (
    <bdi key={arn} className="mr-3" title={arn}>
      {principalParts(arn).join('')}
    </bdi>
  ))
}

function Nothing({ children }: { readonly children: string }) {
  return <span className="text-ink-3">{children}</span>
}

interface LineProps {
  readonly name: string
  readonly step: StepId
  readonly children: ReactNode
}

function Line({ name, step, children }: LineProps) {
  const { hrefWith } = useUrlState()
  const line = 'min-h-9 self-stretch border-line-faint py-2 not-first-of-type:border-t'
  return (
    <>
      <dt className={`${line} pl-4 text-ink-3`}>{name}</dt>
      <dd className={`${line} min-w-0 wrap-anywhere`}>{children}</dd>
      <dd className="self-stretch border-line-faint py-2 pr-4 pl-3 [&:not(:nth-of-type(2))]:border-t">
        <Link href={hrefWith({ step })} aria-label={`Change ${name.toLowerCase()}`} className={textLink}>
          Change
        </Link>
      </dd>
    </>
  )
}
