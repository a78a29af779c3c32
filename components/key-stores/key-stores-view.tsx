'use client'

import { lazy } from 'react'
import type { CustomKeyStoreDto, KeyStoresDto } from '#console/dto/key-stores.ts'
import { useFrame, usePaths } from '../hooks/frame.tsx'
import { useConsoleQuery } from '../hooks/queries.tsx'
import { useUrlState } from '../hooks/use-url-state.ts'
import { Button } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { Link } from '../ui/link.tsx'
import { PageHead } from '../ui/page-head.tsx'
import { Empty, ErrorPanel, Skeleton } from '../ui/states.tsx'
import { Tag } from '../ui/tag.tsx'
import { Day } from '../ui/time.tsx'
import { WhenOpen } from '../ui/when-open.tsx'
import { ClustersCard } from './clusters-card.tsx'
import { ConnectionStatus } from './connection-status.tsx'
import { failureWords, isSettling } from './connection-words.ts'
import type { ClusterActions, CreateKeyStore } from './key-store-actions.ts'
import { StoreDrawing } from './store-drawing.tsx'

const CreateKeyStoreDialog = lazy(async () => ({
  default: (await import('./create-key-store-dialog.tsx')).CreateKeyStoreDialog,
}))

const MOST_STORES = 10

export function areConnected({ stores }: KeyStoresDto): boolean {
  return !stores.some(({ state }) => isSettling(state))
}

interface KeyStoresViewProps {
  readonly createKeyStore: CreateKeyStore
  readonly clusterActions: ClusterActions
}

/** The custom key stores of the Region, and for the administrator the clusters that they may connect to. */
export function KeyStoresView({ createKeyStore, clusterActions }: KeyStoresViewProps) {
  const { data, error } = useConsoleQuery('key-stores', {}, { until: areConnected })
  const { administers } = useFrame()
  const { params, set } = useUrlState()
  const creating = params.get('create')
  const open = (type: string | undefined) => set({ create: type })
  const full =
    data && data.stores.length >= MOST_STORES ? `An account has at most ${MOST_STORES} in a Region` : undefined
  return (
    <>
      <PageHead
        title="Custom key stores"
        actions={
          <Button variant="primary" icon="plus" reason={full} onClick={() => open('xks')}>
            Create key store
          </Button>
        }
      >
        <p className="text-ink-2">Key material that is kept elsewhere: by an external key manager, or a cluster.</p>
      </PageHead>
      <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
        {error ? (
          <ErrorPanel error={error.error} />
        ) : !data ? (
          <Skeleton />
        ) : data.stores.length === 0 ? (
          <Card>
            <Empty icon="plug" title="There is no custom key store in this Region">
              <p>
                Keys in one are used like all others: policies, grants and the log stay here, the material does not.
              </p>
            </Empty>
          </Card>
        ) : (
          <StoreTable data={data} />
        )}
        <Card title="How an external key store works">
          <StoreDrawing type="EXTERNAL_KEY_STORE" />
        </Card>
        {administers && <ClustersCard actions={clusterActions} held={data} />}
      </div>
      <WhenOpen open={creating !== null}>
        <CreateKeyStoreDialog
          createKeyStore={createKeyStore}
          type={creating === 'cloudhsm' ? 'AWS_CLOUDHSM' : 'EXTERNAL_KEY_STORE'}
          setType={(type) => open(type === 'AWS_CLOUDHSM' ? 'cloudhsm' : 'xks')}
          close={() => open(undefined)}
        />
      </WhenOpen>
    </>
  )
}

export function typeText({ type }: Pick<CustomKeyStoreDto, 'type'>): string {
  return type === 'EXTERNAL_KEY_STORE' ? 'External' : 'CloudHSM'
}

function StoreTable({ data: { stores, keys } }: { readonly data: KeyStoresDto }) {
  const { keyStores } = usePaths()
  return (
    <Card>
      <div className="overflow-x-auto">
        <table className="tbl two-line">
          <thead>
            <tr>
              <th>Name</th>
              <th>Type</th>
              <th>Connection</th>
              <th>Where</th>
              <th className="end">Keys</th>
              <th className="end">Created</th>
            </tr>
          </thead>
          <tbody>
            {stores.map((store) => (
              <tr key={store.id}>
                <td className="at-a max-w-72 truncate">
                  <Link href={`${keyStores}/${store.id}`} className="row-link font-strong">
                    <bdi>{store.name}</bdi>
                  </Link>
                </td>
                <td>
                  {typeText(store)} {store.type === 'AWS_CLOUDHSM' && <Tag>simulated</Tag>}
                </td>
                <td className="at-b">
                  <ConnectionStatus state={store.state} />
                </td>
                <td className="at-c max-w-[420px] truncate text-ink-2">
                  {store.errorCode ? failureWords(store.errorCode).what : <Where store={store} />}
                </td>
                <td className="at-d end">
                  {keys.filter(({ storeId }) => storeId === store.id).length}
                  <span className="sm:hidden"> in it</span>
                </td>
                <td className="end text-ink-2">
                  <Day time={store.createdAt} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Card>
  )
}

function Where({ store: { proxy, cluster } }: { readonly store: CustomKeyStoreDto }) {
  return <span className="mono">{proxy ? `${proxy.endpoint}${proxy.path}` : cluster?.id}</span>
}
