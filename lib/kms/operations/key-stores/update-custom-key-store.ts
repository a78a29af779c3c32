import type { Input } from '#model/api.ts'
import { checkPlace, checkProxy, endpointWith } from '../../domain/external-proxy.ts'
import { checkRelatedCluster, clusterOf } from '../../domain/hsm-cluster.ts'
import { expectOtherPlaces, onKeyStore } from '../../domain/key-store.ts'
import { keyStoreNameInUse, keyStoreState } from '../../domain/key-store-errors.ts'
import { openedText, sealedSecret } from '../../domain/key-store-secret.ts'
import { changedSettings, checkName, refuseOthers } from '../../domain/key-store-settings.ts'
import { keyStoreFacts } from '../../domain/key-store-trail.ts'
import type { KeyStoreRow, Stored } from '../../domain/rows.ts'
import { update } from '../../domain/writes.ts'
import type { Context, Operation } from '../../operation.ts'

type Asked = Input<'UpdateCustomKeyStore'>
type Change = Partial<Pick<KeyStoreRow, keyof ReturnType<typeof changedSettings> | 'name' | 'clusterId' | 'secret'>>

/** What may change while the key store is connected (AWS KMS API reference, UpdateCustomKeyStore); all else while it is not. */
const WHILE_CONNECTED: Readonly<Record<KeyStoreRow['type'], ReadonlySet<string>>> = {
  AWS_CLOUDHSM: new Set<keyof Asked>(['NewCustomKeyStoreName']),
  EXTERNAL_KEY_STORE: new Set<keyof Asked>([
    'NewCustomKeyStoreName',
    'XksProxyAuthenticationCredential',
    'XksProxyUriPath',
  ]),
}

export const updateCustomKeyStore: Operation<'UpdateCustomKeyStore'> = {
  plan: (input, context) =>
    onKeyStore('UpdateCustomKeyStore', input.CustomKeyStoreId, context, async (store) => {
      const { CustomKeyStoreId: _, NewCustomKeyStoreName: name, ...settings } = input
      refuseOthers(store.type, settings)
      if (name !== undefined) checkName(name)
      checkState(store, input)
      const all = await context.ports.store.keyStores(context.scope)
      const others = all.filter(({ number }) => number !== store.number)
      if (name !== undefined && others.some((other) => other.name === name)) throw keyStoreNameInUse(name)
      const asked = Object.values(settings).some((value) => value !== undefined)
      const change: Change = {
        ...(name !== undefined && { name }),
        ...(asked && (await changeOf(store, input, others, context))),
      }
      return {
        answer: {},
        writes: [update('keyStore', store, change), ...expectOtherPlaces(store.number, context.scope, others)],
        trail: { additionalEventData: keyStoreFacts({ ...store, ...change }) },
      }
    }),
}

function checkState(store: KeyStoreRow, asked: Asked): void {
  if (store.state === 'DISCONNECTED') return
  const { CustomKeyStoreId: _, ...members } = asked
  const changed = Object.entries(members).flatMap(([name, value]) => (value === undefined ? [] : [name]))
  const fixed = changed.filter((name) => !WHILE_CONNECTED[store.type].has(name))
  if (store.state === 'CONNECTED' && fixed.length === 0) return
  const what = `UpdateCustomKeyStore${fixed.length === 0 ? '' : ` with ${fixed.join(' and ')}`}`
  throw keyStoreState(store, what, 'Disconnect it first.')
}

function changeOf(
  store: Stored<KeyStoreRow>,
  asked: Asked,
  others: readonly KeyStoreRow[],
  context: Context,
): Promise<Change> {
  return store.type === 'AWS_CLOUDHSM' ? ofCluster(store, asked, context) : ofProxy(store, asked, others, context)
}

async function ofCluster(store: KeyStoreRow, asked: Asked, { scope, ports }: Context): Promise<Change> {
  const { CloudHsmClusterId: clusterId, KeyStorePassword: password } = asked
  if (clusterId !== undefined) checkRelatedCluster(await clusterOf(clusterId, scope, ports), store)
  return {
    ...(clusterId !== undefined && { clusterId }),
    ...(password !== undefined && { secret: await sealedSecret(store, password, ports.materials) }),
  }
}

async function ofProxy(
  store: KeyStoreRow,
  asked: Asked,
  others: readonly KeyStoreRow[],
  context: Context,
): Promise<Change> {
  const { materials } = context.ports
  const settings = changedSettings(store, asked)
  checkPlace(settings, others, context)
  const secret = asked.XksProxyAuthenticationCredential?.RawSecretAccessKey
  // One in a VPC is reached only while the key store is connected.
  if (settings.connectivity === 'PUBLIC_ENDPOINT' || store.state === 'CONNECTED') {
    const endpoint = endpointWith(settings, secret ?? openedText(store, materials), context.scope)
    await checkProxy(endpoint, 'UpdateCustomKeyStore', context)
  }
  return { ...settings, ...(secret !== undefined && { secret: await sealedSecret(store, secret, materials) }) }
}
