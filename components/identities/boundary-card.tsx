'use client'

import { useAction } from '../hooks/use-action.ts'
import { Button } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { useToast } from '../ui/toast.tsx'
import type { IdentityActions } from './actions.ts'
import { PolicyLink } from './attached-policies.tsx'
import { Choice } from './choice.tsx'

interface BoundaryCardProps extends Pick<IdentityActions, 'changeIdentity'> {
  readonly of: { readonly kind: 'user' | 'role'; readonly name: string }
  readonly boundary: string | undefined
}

/** The managed policy beyond which nothing that is attached reaches. */
export function BoundaryCard({ of, boundary, changeIdentity }: BoundaryCardProps) {
  const toast = useToast()
  const set = useAction(changeIdentity, { done: () => ({ title: 'Permissions boundary set' }) })
  const clear = useAction(changeIdentity, {
    onDone: () =>
      toast({
        title: 'Permissions boundary removed',
        action: { label: 'Undo', run: () => set.run({ change: 'set-boundary', of, arn: boundary ?? '' }) },
      }),
  })
  return (
    <Card
      title="Permissions boundary"
      aside={boundary === undefined ? 'none' : undefined}
      actions={
        <Choice
          kind="policies"
          label={boundary === undefined ? 'Set boundary' : 'Change boundary'}
          isTaken={({ arn }) => arn === boundary}
          choose={({ arn }) => set.run({ change: 'set-boundary', of, arn })}
        />
      }
      className={boundary === undefined ? '[&>header]:border-b-0' : ''}
    >
      {boundary !== undefined && (
        <p className="flex min-h-10 flex-wrap items-center gap-x-2 px-4 py-1">
          <PolicyLink arn={boundary} />
          <span className="text-ink-2">is the most it may do, whatever else is attached.</span>
          <Button
            size="small"
            variant="ghost"
            className="-mr-2.5 ml-auto"
            onClick={() => clear.run({ change: 'set-boundary', of, arn: '' })}
          >
            Remove
          </Button>
        </p>
      )}
    </Card>
  )
}
