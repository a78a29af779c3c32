'use client'

import { type FormEvent, useState } from 'react'
import type { ClusterDto, KeyStoresDto } from '#console/dto/key-stores.ts'
import { useConsoleQuery } from '../hooks/queries.tsx'
import { useAction } from '../hooks/use-action.ts'
import { Button, IconButton } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { CopyButton } from '../ui/copy-button.tsx'
import { Dialog, DialogBody, DialogFooter } from '../ui/dialog.tsx'
import { TextField } from '../ui/field.tsx'
import { ErrorPanel } from '../ui/states.tsx'
import { failureWords } from './connection-words.ts'
import { DeleteClusterDialog } from './delete-cluster-dialog.tsx'
import type { ClusterActions } from './key-store-actions.ts'
import { passwordProblem } from './key-store-rules.ts'

/** What a cluster can be made to fail connections by (AWS KMS API reference, CustomKeyStoresListEntry). */
const FAULTS = [
  ...['INVALID_CREDENTIALS', 'CLUSTER_NOT_FOUND', 'NETWORK_ERRORS', 'INTERNAL_ERROR', 'INSUFFICIENT_CLOUDHSM_HSMS'],
  ...['USER_LOCKED_OUT', 'USER_NOT_FOUND', 'USER_LOGGED_IN', 'SUBNET_NOT_FOUND'],
  'INSUFFICIENT_FREE_ADDRESSES_IN_SUBNET',
]

interface ClustersCardProps {
  readonly actions: ClusterActions
  /** Those that stand on the clusters, with the keys in them; undefined where they are not known. */
  readonly held: KeyStoresDto | undefined
}

/** The simulated CloudHSM clusters of the Region, which their administrator makes, and can make fail. */
export function ClustersCard({ actions, held }: ClustersCardProps) {
  const { data, error } = useConsoleQuery('clusters')
  const [creating, setCreating] = useState(false)
  return (
    <Card
      title="Simulated CloudHSM clusters"
      aside="software, no HSM"
      actions={
        <Button size="small" icon="plus" onClick={() => setCreating(true)}>
          Make a cluster
        </Button>
      }
    >
      {error ? (
        <ErrorPanel error={error.error} />
      ) : !data ? (
        <p className="skeleton px-4 py-3 text-ink-3">Asking for the clusters…</p>
      ) : data.length === 0 ? (
        <p className="px-4 py-3 text-ink-2">None in this Region. A CloudHSM key store needs one to connect to.</p>
      ) : (
        <ClusterTable clusters={data} held={held} actions={actions} />
      )}
      {creating && <CreateClusterDialog createCluster={actions.createCluster} close={() => setCreating(false)} />}
    </Card>
  )
}

interface ClusterTableProps extends ClustersCardProps {
  readonly clusters: readonly ClusterDto[]
}

function ClusterTable({ clusters, held, actions }: ClusterTableProps) {
  const fault = useAction(actions.setClusterFault, { done: () => ({ title: 'Cluster changed' }) })
  const [leaving, setLeaving] = useState<ClusterDto>()
  const storeOn = ({ id }: ClusterDto) => held?.stores.find((store) => store.cluster?.id === id)
  return (
    <div className="overflow-x-auto">
      <table className="tbl stacked">
        <thead>
          <tr>
            <th>Cluster</th>
            <th>State</th>
            <th>HSMs</th>
            <th>Key store</th>
            <th>Attempts to connect</th>
            <th>
              <span className="sr-only">Actions</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {clusters.map((cluster) => (
            <tr key={cluster.id}>
              <td>
                <span className="mono">{cluster.id}</span>{' '}
                <CopyButton text={cluster.id} label={`Copy id of ${cluster.id}`} />
              </td>
              <td data-column="State">{cluster.state.toLowerCase()}</td>
              <td data-column="HSMs" className="mono">
                {cluster.zones.join(', ') || 'none'}
              </td>
              <td data-column="Key store">
                <bdi>{storeOn(cluster)?.name ?? '–'}</bdi>
              </td>
              <td data-column="Attempts to connect">
                <select
                  aria-label={`Attempts to connect to ${cluster.id}`}
                  value={cluster.fault ?? ''}
                  title={cluster.fault ? failureWords(cluster.fault).what : undefined}
                  onChange={(event) => fault.run(cluster.id, event.target.value || null)}
                  className="h-7 max-w-full rounded-m max-sm:h-9 border border-line-strong bg-page px-2"
                >
                  <option value="">succeed</option>
                  {FAULTS.map((code) => (
                    <option key={code} value={code}>
                      fail: {code}
                    </option>
                  ))}
                </select>
              </td>
              <td className="end">
                <IconButton
                  icon="bin"
                  label={`Take away ${cluster.id}`}
                  className="size-7"
                  onClick={() => setLeaving(cluster)}
                />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {leaving && (
        <DeleteClusterDialog
          clusterId={leaving.id}
          held={held}
          deleteCluster={actions.deleteCluster}
          close={() => setLeaving(undefined)}
        />
      )}
    </div>
  )
}

interface CreateClusterDialogProps extends Pick<ClusterActions, 'createCluster'> {
  readonly close: () => void
}

function CreateClusterDialog({ createCluster, close }: CreateClusterDialogProps) {
  const [password, setPassword] = useState('')
  const { run, busy, error } = useAction(createCluster, {
    quiet: true,
    done: () => ({ title: 'Cluster made' }),
    onDone: close,
  })
  const problem = passwordProblem(password)
  function submit(event: FormEvent) {
    event.preventDefault()
    if (!problem) run(password)
  }
  return (
    <Dialog title="Make a simulated cluster" open onOpenChange={(open) => !open && close()}>
      <form onSubmit={submit}>
        <DialogBody>
          <p className="text-ink-2">
            A CloudHSM cluster in software with two HSMs in two Availability Zones, to try what AWS CloudHSM key stores
            do.
          </p>
          <TextField
            label="Password of kmsuser"
            type="password"
            autoComplete="new-password"
            value={password}
            onChange={(event) => setPassword(event.target.value)}
            error={password === '' ? undefined : problem}
            hint="What the key store logs in with; it changes with each connection."
          />
          {error && <ErrorPanel error={error} />}
        </DialogBody>
        <DialogFooter>
          <Button onClick={close}>Cancel</Button>
          <Button type="submit" variant="primary" busy={busy} reason={problem}>
            Make cluster
          </Button>
        </DialogFooter>
      </form>
    </Dialog>
  )
}
