'use client'

import { lazy, useState } from 'react'
import type { CustomKeyStoreDto, StoredKeyDto } from '#console/dto/key-stores.ts'
import { usePaths } from '../hooks/frame.tsx'
import { useConsoleQuery } from '../hooks/queries.tsx'
import { useAction } from '../hooks/use-action.ts'
import { Button } from '../ui/button.tsx'
import { buttonClass } from '../ui/button-class.ts'
import { Card } from '../ui/card.tsx'
import { CopyButton } from '../ui/copy-button.tsx'
import { Icon } from '../ui/icon.tsx'
import { Link } from '../ui/link.tsx'
import { Menu, MenuItem, MenuLine } from '../ui/menu.tsx'
import { PageHead } from '../ui/page-head.tsx'
import { ErrorPanel, Skeleton } from '../ui/states.tsx'
import { WhenOpen } from '../ui/when-open.tsx'
import { ConfigurationCard } from './configuration-card.tsx'
import { ConnectionStatus } from './connection-status.tsx'
import { failureWords } from './connection-words.ts'
import { HealthCard } from './health-card.tsx'
import type { KeyStoreActions } from './key-store-actions.ts'
import { connectReason, deleteReason, disconnectReason } from './key-store-rules.ts'
import { areConnected, typeText } from './key-stores-view.tsx'
import { StoreDrawing } from './store-drawing.tsx'
import { StoredKeys } from './stored-keys.tsx'

const EditDialog = lazy(async () => ({ default: (await import('./edit-key-store-dialog.tsx')).EditKeyStoreDialog }))
const DeleteDialog = lazy(async () => ({
  default: (await import('./delete-key-store-dialog.tsx')).DeleteKeyStoreDialog,
}))

interface KeyStoreViewProps {
  readonly id: string
  readonly actions: KeyStoreActions
}

/** One custom key store: how it is connected, how its proxy is, and the keys in it. */
export function KeyStoreView({ id, actions }: KeyStoreViewProps) {
  const { data, error } = useConsoleQuery('key-stores', {}, { until: areConnected })
  const { keyStores } = usePaths()
  const store = data?.stores.find((each) => each.id === id)
  const up = { href: keyStores, label: 'Custom key stores', here: store?.name ?? id }
  if (!store || !data) {
    return (
      <>
        <PageHead title="Key store" up={up} />
        {error ? (
          <ErrorPanel error={error.error} />
        ) : data ? (
          <ErrorPanel
            error={{ code: 'CustomKeyStoreNotFoundException', message: `There is no key store ${id} in this Region.` }}
            action={
              <Link href={keyStores} className={buttonClass('plain', 'small')}>
                All key stores
              </Link>
            }
          />
        ) : (
          <Skeleton />
        )}
      </>
    )
  }
  const keys = data.keys.filter(({ storeId }) => storeId === id)
  return <Store store={store} keys={keys} actions={actions} up={up} />
}

interface StoreProps {
  readonly store: CustomKeyStoreDto
  readonly keys: readonly StoredKeyDto[]
  readonly actions: KeyStoreActions
  readonly up: { readonly href: string; readonly label: string; readonly here: string }
}

function Store({ store, keys, actions, up }: StoreProps) {
  return (
    <>
      <PageHead
        title={<bdi>{store.name}</bdi>}
        up={up}
        badge={<ConnectionStatus pill state={store.state} />}
        actions={<StoreActions store={store} keys={keys} actions={actions} />}
      >
        <p className="mono mt-0.5 flex min-w-0 items-center gap-1 text-ink-2">
          <span className="truncate">{store.id}</span>
          <CopyButton text={store.id} label="Copy key store ID" />
          <span className="whitespace-nowrap max-sm:hidden">
            <span className="mx-2 text-ink-3">·</span>
            {typeText(store)}
            {store.type === 'AWS_CLOUDHSM' && ', simulated'}
          </span>
        </p>
      </PageHead>
      <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
        {store.errorCode && <Failure code={store.errorCode} />}
        <div className="grid grid-cols-2 items-start gap-4 max-md:grid-cols-[minmax(0,1fr)]">
          <ConfigurationCard store={store} />
          {store.type === 'EXTERNAL_KEY_STORE' && <HealthCard store={store} />}
        </div>
        <StoredKeys store={store} keys={keys} />
        <Card title="What happens to a call">
          <StoreDrawing type={store.type} />
        </Card>
      </div>
    </>
  )
}

/** Why it is not connected, in words, and the next step. */
function Failure({ code }: { readonly code: string }) {
  const { what, next } = failureWords(code)
  return (
    <div role="alert" className="flex gap-3 rounded-l border border-line bg-deletion-soft px-4 py-3">
      <Icon name="warning" className="mt-0.5 size-4 text-deletion" />
      <div>
        <p className="font-strong">{what}</p>
        <p className="text-ink-2">{next}</p>
        <p className="mono mt-1 text-ink-2">{code}</p>
      </div>
    </div>
  )
}

function StoreActions({ store, keys, actions }: Omit<StoreProps, 'up'>) {
  const [open, setOpen] = useState<'edit' | 'delete' | 'disconnect'>()
  const close = () => setOpen(undefined)
  const connect = useAction(actions.connectKeyStore, { done: () => ({ title: 'Connecting' }) })
  return (
    <>
      <Menu
        trigger={
          <Button>
            <span className="max-sm:sr-only">Key store actions</span>
            <Icon name="more" className="size-4 sm:hidden" />
            <Icon name="chevronDown" className="size-3.5 max-sm:hidden" />
          </Button>
        }
      >
        <MenuItem icon="pencil" onSelect={() => setOpen('edit')}>
          Edit…
        </MenuItem>
        <MenuItem icon="unplugged" reason={disconnectReason(store)} onSelect={() => setOpen('disconnect')}>
          Disconnect…
        </MenuItem>
        <MenuLine />
        <MenuItem icon="bin" danger reason={deleteReason(store, keys.length)} onSelect={() => setOpen('delete')}>
          Delete…
        </MenuItem>
      </Menu>
      <Button
        variant="primary"
        icon="plug"
        reason={connectReason(store)}
        busy={connect.busy}
        onClick={() => connect.run(store.id)}
      >
        Connect
      </Button>
      <WhenOpen open={open === 'edit'}>
        <EditDialog store={store} updateKeyStore={actions.updateKeyStore} close={close} />
      </WhenOpen>
      <WhenOpen open={open === 'delete'}>
        <DeleteDialog store={store} what="delete" keys={keys} action={actions.deleteKeyStore} close={close} />
      </WhenOpen>
      <WhenOpen open={open === 'disconnect'}>
        <DeleteDialog store={store} what="disconnect" keys={keys} action={actions.disconnectKeyStore} close={close} />
      </WhenOpen>
    </>
  )
}
