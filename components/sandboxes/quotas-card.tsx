'use client'

import type { SandboxDto } from '#console/dto/sandboxes.ts'
import { Card } from '../ui/card.tsx'
import { Segments } from '../ui/segments.tsx'
import { QUOTA_PROFILES, quotaNote } from './quota-words.ts'
import { useSandboxAction, useSandboxActions } from './sandbox-actions.tsx'

/** Which request quotas hold in a sandbox, at once from the choice on. */
export function QuotasCard({ sandbox: { id, quotas } }: { readonly sandbox: SandboxDto }) {
  const { setQuotas } = useSandboxActions()
  const { run } = useSandboxAction(setQuotas)
  return (
    <Card title="Request quotas">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-3.5">
        <Segments
          label="Request quotas"
          value={quotas}
          options={QUOTA_PROFILES}
          onChange={(profile) => run(id, profile)}
        />
        <p className="text-ink-2">{quotaNote(quotas)}</p>
      </div>
    </Card>
  )
}
