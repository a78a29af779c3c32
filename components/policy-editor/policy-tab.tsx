'use client'

import { useMemo } from 'react'
import { useConsoleQuery } from '../hooks/queries.tsx'
import { isAwsManaged } from '../keys/actions.ts'
import { Card } from '../ui/card.tsx'
import { CodeBlock } from '../ui/code-block.tsx'
import { Json } from '../ui/json.tsx'
import { ErrorPanel, Skeleton } from '../ui/states.tsx'
import { readPolicy } from './policy-document.ts'
import { type PolicyActions, PolicyEditor } from './policy-editor.tsx'
import { Statements } from './statements.tsx'

interface PolicyTabProps {
  readonly keyId: string
  readonly actions: PolicyActions
}

export function PolicyTab({ keyId, actions }: PolicyTabProps) {
  const { data: key } = useConsoleQuery('key', { id: keyId })
  const { data, error } = useConsoleQuery('policy', { id: keyId })
  if (error) return <ErrorPanel error={error.error} />
  if (!data) return <Skeleton />
  if (key && isAwsManaged(key)) return <Reading document={data.document} />
  return <PolicyEditor keyId={keyId} saved={data.document} usage={key?.usage ?? 'ENCRYPT_DECRYPT'} actions={actions} />
}

/** The policy of an AWS managed key: its service keeps it. */
function Reading({ document }: { readonly document: string }) {
  const reading = useMemo(() => readPolicy(document), [document])
  return (
    <div className="grid grid-cols-[minmax(0,1fr)_400px] items-start gap-4 max-lg:grid-cols-1">
      <Card title="Key policy" aside="kept by AWS, read only">
        <CodeBlock label="Policy document" className="px-4 py-3">
          <Json text={document} />
        </CodeBlock>
      </Card>
      <Card title="What it says">
        <Statements {...reading} />
      </Card>
    </div>
  )
}
