'use client'

import type { IdentityChangeDto } from '#console/dto/identities.ts'
import { usePaths } from '../hooks/frame.tsx'
import { useAction } from '../hooks/use-action.ts'
import { Button } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { Link, textLink } from '../ui/link.tsx'
import { useToast } from '../ui/toast.tsx'
import type { IdentityActions } from './actions.ts'
import { Choice } from './choice.tsx'

interface MemberCardProps extends Pick<IdentityActions, 'changeIdentity'> {
  readonly title: string
  /** What the names are of. */
  readonly kind: 'users' | 'groups'
  readonly names: readonly string[]
  readonly changeOf: (change: 'join' | 'leave', name: string) => IdentityChangeDto
}

/** Memberships, seen from either side. */
export function MemberCard({ title, kind, names, changeOf, changeIdentity }: MemberCardProps) {
  const toast = useToast()
  const { identity } = usePaths()
  const join = useAction(changeIdentity)
  const leave = useAction(changeIdentity)
  function remove(name: string) {
    leave.run(changeOf('leave', name))
    toast({ title: `Removed ${name}`, action: { label: 'Undo', run: () => join.run(changeOf('join', name)) } })
  }
  return (
    <Card
      title={title}
      aside={names.length === 0 ? 'none' : undefined}
      actions={
        <Choice
          label={kind === 'groups' ? 'Add to group' : 'Add user'}
          kind={kind}
          isTaken={({ name }) => names.includes(name)}
          choose={({ name }) => join.run(changeOf('join', name))}
        />
      }
      className={names.length === 0 ? '[&>header]:border-b-0' : ''}
    >
      <ul>
        {names.map((name) => (
          <li key={name} className="flex min-h-10 items-center gap-2 border-line-faint px-4 not-first:border-t">
            <Link href={identity(kind, name)} className={textLink}>
              <bdi>{name}</bdi>
            </Link>
            <Button
              size="small"
              variant="ghost"
              className="-mr-2.5 ml-auto"
              aria-label={`Remove ${name}`}
              onClick={() => remove(name)}
            >
              Remove
            </Button>
          </li>
        ))}
      </ul>
    </Card>
  )
}
