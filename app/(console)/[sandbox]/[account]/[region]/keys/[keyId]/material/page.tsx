import type { Metadata } from 'next'
import { Prefetched } from '#components/hooks/queries.tsx'
import { MaterialTab } from '#components/keys/material/material-tab.tsx'
import type { ScopeDto } from '#console/dto/scope.ts'
import { openPage } from '#console/page.ts'
import { deleteKeyMaterial, getImportParameters, importKeyMaterial, rotateNow, setRotation } from '../actions.ts'

export const metadata: Metadata = { title: 'Key material and rotations' }

interface Props {
  readonly params: Promise<ScopeDto & { readonly keyId: string }>
}

export default async function MaterialPage({ params }: Props) {
  const { keyId } = await params
  const page = await openPage(params)
  return (
    <Prefetched entries={await page.read(['rotations', { id: keyId }])}>
      <MaterialTab
        keyId={keyId}
        actions={{ rotateNow, setRotation, getImportParameters, importKeyMaterial, deleteKeyMaterial }}
      />
    </Prefetched>
  )
}
