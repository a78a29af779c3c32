'use client'

import type { ReactNode } from 'react'
import { useScope } from '../../hooks/frame.tsx'
import { Card } from '../../ui/card.tsx'
import { CodeBlock } from '../../ui/code-block.tsx'
import { Json } from '../../ui/json.tsx'
import { Switch } from '../../ui/switch.tsx'
import { AccountsField } from './accounts-field.tsx'
import type { StepProps } from './configure-step.tsx'
import { administratorStatements, policyText, userStatements } from './console-policy.ts'
import { policyChoices } from './draft.ts'
import { PrincipalPicker } from './principal-picker.tsx'

/** Who may manage the key, and not use it. */
export function AdministratorsStep({ draft, set }: StepProps) {
  const scope = useScope()
  return (
    <>
      <Intro title="Who may manage this key?">
        Administrators change its policy, tags, aliases and state. They cannot encrypt, decrypt or sign with it, unless
        they are users of it too. Without any, IAM policies of the account decide.
      </Intro>
      <PrincipalPicker
        label="Administrators"
        chosen={draft.administrators}
        onChange={(administrators) => set({ administrators })}
      />
      <Switch checked={draft.mayDelete} onChange={(mayDelete) => set({ mayDelete })}>
        Administrators may delete this key
      </Switch>
      <Added statements={administratorStatements(policyChoices(draft, scope))} own={draft.ownPolicy !== undefined} />
    </>
  )
}

/** Who may use the key, here and in other accounts. */
export function UsersStep({ draft, set }: StepProps) {
  const scope = useScope()
  return (
    <>
      <Intro title="Who may use this key?">
        Users call it for what it is made for
        {draft.spec === 'SYMMETRIC_DEFAULT' && ', and let AWS services do so for them by grants'}. They cannot change
        it.
      </Intro>
      <PrincipalPicker label="Users" chosen={draft.users} onChange={(users) => set({ users })} />
      <AccountsField own={scope.account} accounts={draft.accounts} onChange={(accounts) => set({ accounts })} />
      <Added statements={userStatements(policyChoices(draft, scope))} own={draft.ownPolicy !== undefined} />
    </>
  )
}

function Intro({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <div>
      <h2 className="mb-1 font-title text-card">{title}</h2>
      <p className="max-w-[68ch] text-pretty text-ink-2">{children}</p>
    </div>
  )
}

interface AddedProps {
  readonly statements: readonly unknown[]
  /** The policy was written by hand: choices no longer reach it. */
  readonly own: boolean
}

/** The statements that the choices of this step come to, live. */
function Added({ statements, own }: AddedProps) {
  if (own) {
    return (
      <p className="rounded-l border border-warn-line bg-warn-soft px-4 py-2.5 text-warn">
        The policy was written by hand in the last step: what is chosen here does not change it. Rebuild it there to use
        these choices.
      </p>
    )
  }
  return (
    <Card title="What this adds to the key policy" actions={<span className="text-ink-3">live</span>}>
      {statements.length === 0 ? (
        <p className="px-4 py-3 text-ink-3">Nothing: no one is chosen.</p>
      ) : (
        <CodeBlock label="Added statements" className="max-h-96 px-4 py-3">
          <Json text={statements.map(policyText).join(',\n')} />
        </CodeBlock>
      )}
    </Card>
  )
}
