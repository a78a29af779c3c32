'use client'

import { useState } from 'react'
import { plural } from '../format.ts'
import { Term } from '../help/term.tsx'
import { useFrame } from '../hooks/frame.tsx'
import { useConsoleQuery } from '../hooks/queries.tsx'
import { Button } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { CodeTabs } from '../ui/code-tabs.tsx'
import { PageHead } from '../ui/page-head.tsx'
import { Empty, ErrorPanel, Skeleton } from '../ui/states.tsx'
import { CreateSandboxDialog } from './create-sandbox-dialog.tsx'
import { creationSnippets } from './creation-snippets.ts'
import { SandboxTable } from './sandbox-table.tsx'

/** Every sandbox beside `main`, for the administrator. */
export function SandboxesView() {
  const { data, error } = useConsoleQuery('sandboxes')
  const [creating, setCreating] = useState(false)
  const create = (
    <Button variant="primary" icon="plus" onClick={() => setCreating(true)}>
      Create sandbox
    </Button>
  )
  return (
    <>
      <PageHead title="Sandboxes" actions={create}>
        <p className="text-ink-2">
          {data && data.length > 0 && `${plural(data.length, 'sandbox', 'sandboxes')} beside main. `}
          <Term name="sandbox">Each</Term> has accounts, a clock, faults and a log of its own.
        </p>
      </PageHead>
      {error && <ErrorPanel error={error.error} />}
      {!error && !data && <Skeleton />}
      {!error && data && (
        <Card className="max-sm:-mx-4 max-sm:rounded-none max-sm:border-x-0">
          {data.length === 0 ? <NoSandboxes /> : <SandboxTable sandboxes={data} />}
        </Card>
      )}
      <CreateSandboxDialog open={creating} close={() => setCreating(false)} />
    </>
  )
}

function NoSandboxes() {
  const { endpoint } = useFrame()
  return (
    <>
      <Empty icon="box" title="No sandboxes yet">
        <p>
          A sandbox is an installation within this one: accounts, keys and a log that nothing else sees, and a clock
          that you can freeze or move on by years. Make one for a demo or for a test, and throw it away.
        </p>
      </Empty>
      <CodeTabs label="Create a sandbox with" snippets={creationSnippets(endpoint)} />
    </>
  )
}
