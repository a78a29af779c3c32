import type { Metadata } from 'next'
import { Prefetched } from '#components/hooks/queries.tsx'
import { KeyPlaygroundTab } from '#components/playground/playground-page.tsx'
import type { ScopeDto } from '#console/dto/scope.ts'
import { openPage } from '#console/page.ts'
import { callOperation } from '../../../playground/actions.ts'

export const metadata: Metadata = { title: 'Playground' }

interface Props {
  readonly params: Promise<ScopeDto & { readonly keyId: string }>
}

export default async function KeyPlayground({ params }: Props) {
  const { keyId } = await params
  const page = await openPage(params)
  return (
    <Prefetched entries={await page.read(['choices'])}>
      <KeyPlaygroundTab keyId={keyId} call={callOperation} />
    </Prefetched>
  )
}
