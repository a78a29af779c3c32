'use client'

import type { AttachedPolicyDto, Owner } from '#console/dto/identities.ts'
import { usePaths } from '../hooks/frame.tsx'
import { useAction } from '../hooks/use-action.ts'
import { Button } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { Link, textLink } from '../ui/link.tsx'
import { Tag } from '../ui/tag.tsx'
import { useToast } from '../ui/toast.tsx'
import type { IdentityActions } from './actions.ts'
import { Choice } from './choice.tsx'

interface AttachedPoliciesProps extends Pick<IdentityActions, 'changeIdentity'> {
  readonly of: Owner
  readonly policies: readonly AttachedPolicyDto[]
}

/** Managed policies that are attached to one identity. */
export function AttachedPolicies({ of, policies, changeIdentity }: AttachedPoliciesProps) {
  const toast = useToast()
  const attach = useAction(changeIdentity, { done: () => ({ title: 'Policy attached' }) })
  const detach = useAction(changeIdentity, {
    onDone: (_, [change]) =>
      toast({
        title: 'Policy detached',
        ...('arn' in change &&
          change.change === 'detach' && {
            action: { label: 'Undo', run: () => attach.run({ change: 'attach', of, arn: change.arn }) },
          }),
      }),
  })
  return (
    <Card
      title="Managed policies"
      aside={policies.length === 0 ? 'none' : undefined}
      actions={
        <Choice
          label="Attach policy"
          kind="policies"
          isTaken={({ arn }) => policies.some((policy) => policy.arn === arn)}
          choose={({ arn }) => attach.run({ change: 'attach', of, arn })}
        />
      }
      className={policies.length === 0 ? '[&>header]:border-b-0' : ''}
    >
      <ul>
        {policies.map(({ name, arn }) => (
          <li key={arn} className="flex min-h-10 items-center gap-2 border-line-faint px-4 not-first:border-t">
            <PolicyLink arn={arn} name={name} />
            <Button
              size="small"
              variant="ghost"
              className="-mr-2.5 ml-auto"
              aria-label={`Detach ${name}`}
              onClick={() => detach.run({ change: 'detach', of, arn })}
            >
              Detach
            </Button>
          </li>
        ))}
      </ul>
    </Card>
  )
}

/** A managed policy by its name. */
export function PolicyLink({ arn, name }: { readonly arn: string; readonly name?: string }) {
  const { identity } = usePaths()
  return (
    <>
      <Link href={identity('policies', arn)} title={arn} className={textLink}>
        <bdi>{name ?? arn.slice(arn.lastIndexOf('/') + 1)}</bdi>
      </Link>
      {arn.startsWith('arn:aws:iam::aws:') && <Tag>AWS</Tag>}
    </>
  )
}
