'use client'

import type { KeyStoresDto } from '#console/dto/key-stores.ts'
import { plural } from '../format.ts'
import { useAction } from '../hooks/use-action.ts'
import { Button } from '../ui/button.tsx'
import { Dialog, DialogBody, DialogFooter } from '../ui/dialog.tsx'
import { ErrorPanel } from '../ui/states.tsx'
import type { ClusterActions } from './key-store-actions.ts'

interface DeleteClusterDialogProps extends Pick<ClusterActions, 'deleteCluster'> {
  readonly clusterId: string
  /** The key stores of the Region, where they are known. */
  readonly held: KeyStoresDto | undefined
  readonly close: () => void
}

/** Asks before a cluster goes, and says which keys need it. */
export function DeleteClusterDialog({ clusterId, held, deleteCluster, close }: DeleteClusterDialogProps) {
  const { run, busy, error } = useAction(deleteCluster, {
    quiet: true,
    done: () => ({ title: 'Cluster taken away' }),
    onDone: close,
  })
  return (
    <Dialog title="Take away a cluster" open onOpenChange={(open) => !open && close()}>
      <DialogBody>
        <p className="mono">{clusterId}</p>
        <p className="text-ink-2">
          <Loss clusterId={clusterId} held={held} /> It cannot be taken back: a cluster that is made later has another
          id.
        </p>
        {error && <ErrorPanel error={error} />}
      </DialogBody>
      <DialogFooter>
        <Button onClick={close}>Keep</Button>
        <Button variant="danger" icon="bin" busy={busy} onClick={() => run(clusterId)}>
          Take away
        </Button>
      </DialogFooter>
    </Dialog>
  )
}

function Loss({ clusterId, held }: Pick<DeleteClusterDialogProps, 'clusterId' | 'held'>) {
  if (!held) return 'Whether a key store stands on it is not known.'
  const store = held.stores.find(({ cluster }) => cluster?.id === clusterId)
  if (!store) return 'No key store stands on it.'
  const count = held.keys.filter(({ storeId }) => storeId === store.id).length
  return (
    <>
      {count === 0 ? 'No key' : plural(count, 'key')} {count < 2 ? 'is' : 'are'} in the key store{' '}
      <bdi className="font-strong text-ink">{store.name}</bdi>, which cannot be connected without it
      {count > 0 && `: ${count === 1 ? 'the key' : 'they'} cannot be used from then on`}.
    </>
  )
}
