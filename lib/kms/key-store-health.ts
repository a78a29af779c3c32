import type { XksHealth } from '#xks/ports.ts'
import { isXksProxyError } from '#xks/ports.ts'
import { endpointOf } from './domain/external-proxy.ts'
import { keyStoreNotFound, ofConnection } from './domain/key-store-errors.ts'
import type { ConnectionErrorCode } from './domain/rows.ts'
import type { Caller, Ports } from './ports.ts'
import { recordedRead } from './recorded-read.ts'

/** What a proxy said of itself just now, or why it said nothing. `millis`: how long that took. */
export type KeyStoreHealth =
  | { readonly millis: number; readonly health: XksHealth }
  | { readonly millis: number; readonly errorCode: ConnectionErrorCode; readonly message: string }

/**
 * Asks the proxy of an external key store how it is, whatever its connection state: for the console only. Needs
 * `kms:ConnectCustomKeyStore`, which asks the same of it, and leaves one event. Undefined for other key stores.
 */
export type KeyStoreHealthReads = (customKeyStoreId: string, caller: Caller) => Promise<KeyStoreHealth | undefined>

export function createKeyStoreHealth(ports: Ports): KeyStoreHealthReads {
  return (customKeyStoreId, caller) =>
    recordedRead(
      {
        eventName: 'GetKeyStoreHealth',
        action: 'kms:ConnectCustomKeyStore',
        requestParameters: { customKeyStoreId },
        read: ({ scope }) => healthOf(customKeyStoreId, { ...caller, scope }, ports),
        told: (found) => (found && 'errorCode' in found ? { connectionErrorCode: found.errorCode } : {}),
      },
      caller,
      ports,
    )
}

async function healthOf(id: string, caller: Caller, ports: Ports): Promise<KeyStoreHealth | undefined> {
  const store = (await ports.store.keyStores(caller.scope)).find(({ customKeyStoreId }) => customKeyStoreId === id)
  if (!store) throw keyStoreNotFound(id)
  if (store.type !== 'EXTERNAL_KEY_STORE') return undefined
  const clock = ports.clocks.wall
  const begun = clock.now()
  const millis = () => clock.now() - begun
  const about = { kmsOperation: 'KmsHealthCheck', kmsRequestId: caller.request.id }
  try {
    const health = await ports.xks.health(endpointOf(store, ports), about)
    return { millis: millis(), health }
  } catch (thrown) {
    if (!isXksProxyError(thrown)) throw thrown
    return { millis: millis(), errorCode: ofConnection(thrown), message: thrown.message }
  }
}
