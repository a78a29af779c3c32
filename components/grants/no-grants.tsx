'use client'

import { useFrame } from '../hooks/frame.tsx'
import { Card } from '../ui/card.tsx'
import { CliCommand } from '../ui/cli-command.tsx'
import { Empty } from '../ui/states.tsx'

/** No grant is in force: what a grant is, and how one is made from a terminal. */
export function NoGrants({ isRetirable }: { readonly isRetirable: boolean }) {
  const { scope } = useFrame()
  if (isRetirable) {
    return (
      <Card>
        <Empty icon="grant" title={`No grant in ${scope.region} is yours to retire`}>
          <p>A grant may name a principal that can give it back when its work is done. None of them names you.</p>
        </Empty>
      </Card>
    )
  }
  return (
    <Card>
      <Empty icon="grant" title={`No grant is in force in ${scope.region}`}>
        <p>
          A grant lets one principal use one key for some operations, beside the key policy. AWS services ask for them
          to act on your behalf; programs hand them on to one another.
        </p>
        <CliCommand
          call={{
            operation: 'CreateGrant',
            input: { KeyId: 'alias/…', GranteePrincipal: '<arn>', Operations: ['Decrypt'] },
          }}
        />
      </Empty>
    </Card>
  )
}
