import type { SandboxId } from '#kernel/ids.ts'
import { endpointOf, hasKeyManager } from './domain/external-proxy.ts'
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
 * that was disconnected meanwhile stays so. Gives how many it brought to an end; `failed` is told of what is no answer.
 */
export async function connectKeyStores(
  sandbox: SandboxId,
  ports: Ports,
  failed: (error: unknown) => void,
): Promise<number> {
  const stores = await ports.store.keyStoresIn(sandbox, 'CONNECTING')
  const outcomes = await Promise.all(stores.map((store) => connect(store, ports, failed)))
  return outcomes.filter((outcome) => outcome === 'committed').length
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
  if (store.clusterId !== null) return logIn(store, store.clusterId, ports)
  const isUsable = await hasKeyManager(endpointOf(store, ports), 'ConnectCustomKeyStore', ports.ids.uuid(), ports)
  return isUsable ? { change: {}, writes: [] } : { errorCode: 'XKS_PROXY_NOT_REACHABLE' }
}

/** Logs in as kmsuser, and keeps the password that this is changed to. */
async function logIn(store: Stored<KeyStoreRow>, clusterId: string, ports: Ports): Promise<Attempted> {
  const { clusters, materials } = ports
  const password = openedSecret(store, materials)
  const login = await clusters.login(store, clusterId, password)
  password.fill(0)
  if ('errorCode' in login) return login
  const secret = await sealedSecret(store, login.password, materials)
  login.password.fill(0)
  return { change: { secret }, writes: login.writes }
}
