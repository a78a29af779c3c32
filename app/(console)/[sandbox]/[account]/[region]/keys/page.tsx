import type { Metadata } from 'next'
import { cookies } from 'next/headers'
import { Prefetched } from '#components/hooks/queries.tsx'
import { KeysView } from '#components/keys/keys-view.tsx'
import { parseView, VIEW_COOKIE } from '#components/keys/list/key-view.ts'
import { keyListParams } from '#components/keys/list-params.ts'
import type { QueryParams } from '#console/dto/queries.ts'
import type { ScopeDto } from '#console/dto/scope.ts'
import { openPage } from '#console/page.ts'
import { cancelDeletion, disableKeys, enableKeys, scheduleDeletion } from './actions.ts'

export const metadata: Metadata = { title: 'Customer managed keys' }

interface Props {
  readonly params: Promise<ScopeDto>
  readonly searchParams: Promise<QueryParams>
}

export default async function KeysPage({ params, searchParams }: Props) {
  const page = await openPage(params)
  const kept = parseView((await cookies()).get(VIEW_COOKIE)?.value)
  const asked = keyListParams(await searchParams)
  const entries = await page.read(['keys', { ...asked, size: asked.size ?? kept.size }])
  return (
    <Prefetched entries={entries}>
      <KeysView actions={{ enableKeys, disableKeys, scheduleDeletion, cancelDeletion }} kept={kept} />
    </Prefetched>
  )
}
