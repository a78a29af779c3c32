'use client'

import { useFrame } from '../hooks/frame.tsx'
import { Card } from '../ui/card.tsx'
import { CopyButton } from '../ui/copy-button.tsx'
import { Empty } from '../ui/states.tsx'

/** No grant is in force: what a grant is, and how one is made from a terminal. */
export function NoGrants({ isRetirable }: { readonly isRetirable: boolean }) {
  const { endpoint, scope } = useFrame()
  if (isRetirable) {
    return (
      <Card>
        <Empty icon="grant" title={`No grant in ${scope.region} is yours to retire`}>
          <p>A grant may name a principal that can give it back when its work is done. None of them names you.</p>
        </Empty>
      </Card>
    )
  }
  const line = `aws kms create-grant --key-id alias/… --grantee-principal '<arn>' --operations Decrypt --endpoint-url ${endpoint} --region ${scope.region}`
  return (
    <Card>
      <Empty icon="grant" title={`No grant is in force in ${scope.region}`}>
        <p>
          A grant lets one principal use one key for some operations, beside the key policy. AWS services ask for them
          to act on your behalf; programs hand them on to one another.
        </p>
        <p className="mono flex max-w-full items-center gap-2 rounded-m bg-hover px-3 py-1.5 text-left text-ink">
          <span className="wrap-anywhere">{line}</span>
          <CopyButton text={line} label="Copy command" />
        </p>
      </Empty>
    </Card>
  )
}
