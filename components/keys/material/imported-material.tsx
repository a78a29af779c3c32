'use client'

import { lazy, useState } from 'react'
import type { KeyDto } from '#console/dto/keys.ts'
import { instant } from '../../format.ts'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Empty } from '../../ui/states.tsx'
import { Ago } from '../../ui/time.tsx'
import { WhenOpen } from '../../ui/when-open.tsx'
import { WhyNot } from './fixed-material.tsx'
import { importReason } from './import-rules.ts'
import type { MaterialActions } from './material-actions.ts'

const DeleteMaterialDialog = lazy(async () => ({
  default: (await import('./delete-material-dialog.tsx')).DeleteMaterialDialog,
}))

const ImportDialog = lazy(async () => ({ default: (await import('./import-dialog.tsx')).ImportDialog }))

interface ImportedMaterialProps {
  readonly keyDto: KeyDto
  readonly actions: MaterialActions
}

/** The one material of an imported key that never rotates: it is there, or it is not. */
export function ImportedMaterial({ keyDto, actions }: ImportedMaterialProps) {
  const [dialog, setDialog] = useState<'import' | 'delete'>()
  const close = () => setDialog(undefined)
  const reason = importReason(keyDto)
  const isThere = keyDto.expiresAt !== undefined
  return (
    <Card
      title="Key material"
      actions={
        isThere && (
          <>
            <Button size="small" reason={reason} onClick={() => setDialog('import')}>
              Import again…
            </Button>
            <Button size="small" variant="danger" icon="bin" onClick={() => setDialog('delete')}>
              Delete material…
            </Button>
          </>
        )
      }
    >
      {isThere ? (
        <div className="grid gap-3 p-4">
          <p className="flex items-center gap-2">
            <Icon name="import" className="size-4 text-import" />
            <span className="font-strong">Imported</span>
            <Expiration expiresAt={keyDto.expiresAt} />
          </p>
          <div className="max-w-[640px] text-ink-2">
            <p className="mb-2">
              You keep the original: after it expires or is deleted, exactly the same material can be imported again,
              and no other.
            </p>
            <WhyNot keyDto={keyDto} />
          </div>
        </div>
      ) : (
        <NoMaterial reason={reason} open={() => setDialog('import')} />
      )}
      <WhenOpen open={dialog === 'import'}>
        <ImportDialog keyDto={keyDto} actions={actions} target={{}} close={close} />
      </WhenOpen>
      <WhenOpen open={dialog === 'delete'}>
        <DeleteMaterialDialog
          keyDto={keyDto}
          deleteKeyMaterial={actions.deleteKeyMaterial}
          target={{ materialId: null }}
          close={close}
        />
      </WhenOpen>
    </Card>
  )
}

/** What an imported key waits for. */
export function NoMaterial({ reason, open }: { readonly reason: string | undefined; readonly open: () => void }) {
  return (
    <Empty
      icon="import"
      title="No key material is here"
      action={
        <Button variant="primary" icon="import" reason={reason} onClick={open}>
          Import key material
        </Button>
      }
    >
      <p>
        You make the material, wrap it with a public key that you get here, and upload it. Until then the key cannot be
        used. Keep the original: the service gives no material out.
      </p>
    </Empty>
  )
}

function Expiration({ expiresAt }: { readonly expiresAt: number | null | undefined }) {
  if (expiresAt === undefined || expiresAt === null) return <span className="text-ink-2">does not expire</span>
  return (
    <span className="text-ink-2">
      expires <Ago time={expiresAt} />, {instant(expiresAt)}
    </span>
  )
}
