'use client'

import { useFrame } from '../hooks/frame.tsx'
import { CodeTabs } from '../ui/code-tabs.tsx'
import { Empty } from '../ui/states.tsx'
import { creationSnippets } from './credential-snippets.ts'

/** There is the first account only: what another one is for, and how it is made from a terminal. */
export function OnlyAccount() {
  const { endpoint } = useFrame()
  return (
    <div className="border-line border-t">
      <Empty icon="accounts" title="No other account yet">
        <p>
          A second account shows what crosses between accounts: a key policy that names it, a grant, a role that it may
          assume. Create one above, or from a terminal with the same effect.
        </p>
      </Empty>
      <CodeTabs label="Create an account by" snippets={creationSnippets({ endpoint })} />
    </div>
  )
}
