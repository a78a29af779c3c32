import type { SandboxId } from '#kernel/ids.ts'
import { endpointOf, hasKeyManager } from './domain/external-proxy.ts'
import { clusterOfStore } from './domain/hsm-cluster.ts'
import { ofConnection } from './domain/key-store-errors.ts'
import { openedSecret, sealedSecret } from './domain/key-store-secret.ts'
import type { ConnectionErrorCode, KeyStoreRow, Stored } from './domain/rows.ts'
import type { Write } from './domain/writes.ts'
import { update } from './domain/writes.ts'
import type { Ports } from './ports.ts'

/** What an attempt comes to: what is written beside the new state, or why it failed. */
type Attempted =
  | { readonly change: Partial<KeyStoreRow>; readonly writes: readonly Write[] }
  | { readonly errorCode: ConnectionErrorCode }

/**
 * Goes on with every key store of a sandbox that is connecting: each becomes connected, or failed with the reason. One
 * that was disconnected meanwhile stays so, and where its cluster changed meanwhile it is attempted again. Gives how
 * many it brought to an end; `failed` is told of what is no answer.
 */
export async function connectKeyStores(
  sandbox: SandboxId,
  ports: Ports,
  failed: (error: unknown) => void,
): Promise<number> {
  for (let ended = 0; ; ) {
    const stores = await ports.store.keyStoresIn(sandbox, 'CONNECTING')
    const outcomes = await Promise.all(stores.map((store) => connect(store, ports, failed)))
    ended += outcomes.filter((outcome) => outcome === 'committed').length
    if (!outcomes.includes('stale')) return ended
  }
}

async function connect(store: Stored<KeyStoreRow>, ports: Ports, failed: (error: unknown) => void) {
  const attempted = await attempt(store, ports).catch((thrown: unknown): Attempted => {
    const errorCode = ofConnection(thrown)
    if (errorCode === 'INTERNAL_ERROR') failed(thrown)
    return { errorCode }
  })
  const writes =
    'errorCode' in attempted
      ? [update('keyStore', store, { state: 'FAILED', errorCode: attempted.errorCode })]
      : [update('keyStore', store, { ...attempted.change, state: 'CONNECTED' }), ...attempted.writes]
  return ports.store.commit({ writes, events: [] })
}

async function attempt(store: Stored<KeyStoreRow>, ports: Ports): Promise<Attempted> {
  if (store.clusterId !== null) return logIn(store, ports)
  const isUsable = await hasKeyManager(endpointOf(store, ports), 'ConnectCustomKeyStore', ports.ids.uuid(), ports.xks)
  return isUsable ? { change: {}, writes: [] } : { errorCode: 'XKS_PROXY_NOT_REACHABLE' }
}

/** Logs in as kmsuser, and keeps the password that this is changed to. */
async function logIn(store: Stored<KeyStoreRow>, ports: Ports): Promise<Attempted> {
  const { clusters, materials } = ports
  const cluster = await clusterOfStore(store, ports)
  if (!cluster) return { errorCode: 'CLUSTER_NOT_FOUND' }
  const password = openedSecret(store, materials)
  const login = await clusters.login(store, cluster, password).finally(() => password.fill(0))
  if ('errorCode' in login) return login
  const secret = await sealedSecret(store, login.password, materials)
  login.password.fill(0)
  return { change: { secret }, writes: login.writes }
}
