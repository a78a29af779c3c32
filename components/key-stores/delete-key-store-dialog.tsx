'use client'

import { useRouter } from 'next/navigation'
import type { CustomKeyStoreDto, StoredKeyDto } from '#console/dto/key-stores.ts'
import { plural } from '../format.ts'
import { usePaths } from '../hooks/frame.tsx'
import { type Action, useAction } from '../hooks/use-action.ts'
import { Button } from '../ui/button.tsx'
import { Dialog, DialogBody, DialogFooter } from '../ui/dialog.tsx'
import { ErrorPanel } from '../ui/states.tsx'
import { Ago } from '../ui/time.tsx'

const ASKED = {
  delete: { title: 'Delete key store', button: 'Delete key store', done: 'Key store deleted' },
  disconnect: { title: 'Disconnect key store', button: 'Disconnect', done: 'Key store disconnected' },
} as const

interface DeleteKeyStoreDialogProps {
  readonly store: CustomKeyStoreDto
  readonly what: keyof typeof ASKED
  readonly keys: readonly StoredKeyDto[]
  readonly action: Action<[id: string]>
  readonly close: () => void
}

/** Asks before a key store goes, or all of its keys cannot be used. */
export function DeleteKeyStoreDialog({ store, what, keys, action, close }: DeleteKeyStoreDialogProps) {
  const router = useRouter()
  const { keyStores } = usePaths()
  const words = ASKED[what]
  const { run, busy, error } = useAction(action, {
    quiet: true,
    done: () => ({ title: words.done }),
    onDone: () => (what === 'delete' ? router.push(keyStores) : close()),
  })
  return (
    <Dialog title={words.title} open onOpenChange={(open) => !open && close()}>
      <DialogBody>
        {what === 'delete' ? (
          <p className="text-ink-2">
            Only what is kept of it here goes: what the proxy or the cluster holds stays. It cannot be taken back; a new
            one can be made of the same.
          </p>
        ) : (
          <Consequences keys={keys} />
        )}
        {error && <ErrorPanel error={error} />}
      </DialogBody>
      <DialogFooter>
        <Button onClick={close}>Keep</Button>
        <Button variant="danger" busy={busy} onClick={() => run(store.id)}>
          {words.button}
        </Button>
      </DialogFooter>
    </Dialog>
  )
}

function Consequences({ keys }: { readonly keys: readonly StoredKeyDto[] }) {
  const uses = keys.flatMap(({ lastUsedAt }) => lastUsedAt ?? [])
  return (
    <div className="grid gap-2 text-ink-2">
      <p>
        {keys.length === 0
          ? 'No key is in it.'
          : `${plural(keys.length, 'key')} cannot be used from then on, until it is connected again.`}
        {uses.length > 0 && (
          <>
            {' '}
            The last use was <Ago time={Math.max(...uses)} />.
          </>
        )}
      </p>
      <p>Nothing is lost: connect it again, and all of them work as before.</p>
    </div>
  )
}
