import type { ReactNode } from 'react'
import { Prefetched } from '#components/hooks/queries.tsx'
import { KeyFrame } from '#components/keys/key-frame.tsx'
import type { ScopeDto } from '#console/dto/scope.ts'
import { openPage } from '#console/page.ts'
import { cancelDeletion, disableKeys, enableKeys, scheduleDeletion } from '../actions.ts'
import { describe, rotateNow } from './actions.ts'

interface Props {
  readonly params: Promise<ScopeDto & { readonly keyId: string }>
  readonly children: ReactNode
}

export default async function KeyLayout({ params, children }: Props) {
  const { keyId } = await params
  const page = await openPage(params)
  const entries = await page.read(['key', { id: keyId }], ['keyCounts', { id: keyId }])
  return (
    <Prefetched entries={entries}>
      <KeyFrame
        keyId={keyId}
        actions={{ enableKeys, disableKeys, scheduleDeletion, cancelDeletion, describe, rotateNow }}
      >
        {children}
      </KeyFrame>
    </Prefetched>
  )
}
