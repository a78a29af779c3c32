import type { Input } from '#model/api.ts'
import { requestConditions } from '../../domain/conditions.ts'
import { checkPlace, checkProxy, endpointWith } from '../../domain/external-proxy.ts'
import { checkNewCluster, clusterOf } from '../../domain/hsm-cluster.ts'
import { expectOtherPlaces, MAX_KEY_STORES, PLACES } from '../../domain/key-store.ts'
import { keyStoreNameInUse } from '../../domain/key-store-errors.ts'
import { sealedSecret } from '../../domain/key-store-secret.ts'
import { checkName, clusterSettings, proxySettings } from '../../domain/key-store-settings.ts'
import type { KeyStoreRow, Stored } from '../../domain/rows.ts'
import { insert } from '../../domain/writes.ts'
import { limitExceeded } from '../../errors.ts'
import type { Context, Operation } from '../../operation.ts'

type Settings = Omit<
  KeyStoreRow,
  | 'sandbox'
  | 'account'
  | 'region'
  | 'number'
  | 'customKeyStoreId'
  | 'name'
  | 'createdAt'
  | 'state'
  | 'keyCount'
  | 'secret'
>
/** How the new key store is reached, with what it logs in with; checks both against what is there. */
type Prepared = (others: readonly KeyStoreRow[]) => Promise<{ readonly settings: Settings; readonly secret: string }>

/** Nothing has been connected yet. */
const BARE = {
  errorCode: null,
  clusterId: null,
  trustAnchor: null,
  connectivity: null,
  uriEndpoint: null,
  uriPath: null,
  vpcServiceName: null,
  vpcServiceOwner: null,
  accessKeyId: null,
} as const satisfies Partial<KeyStoreRow>

export const createCustomKeyStore: Operation<'CreateCustomKeyStore'> = {
  plan(input, context) {
    checkName(input.CustomKeyStoreName)
    const prepared =
      input.CustomKeyStoreType === 'EXTERNAL_KEY_STORE' ? onProxy(input, context) : onCluster(input, context)
    const conditions = requestConditions(context)
    return {
      checks: [{ action: 'kms:CreateCustomKeyStore', resource: { kind: 'none' }, context: conditions }],
      states: [],
      async run() {
        const { scope, now, ports } = context
        const others = await ports.store.keyStores(scope)
        const { CustomKeyStoreName: name } = input
        if (others.some((other) => other.name === name)) throw keyStoreNameInUse(name)
        const number = freeNumber(others)
        const { settings, secret } = await prepared(others)
        const { uuid, writes: draws } = await ports.identifiers.draw(scope, 'key store')
        const customKeyStoreId = `cks-${uuid.replaceAll('-', '').slice(0, 17)}`
        const sealed = await sealedSecret({ ...scope, customKeyStoreId }, secret, ports.materials)
        const own = { number, customKeyStoreId, name, createdAt: now, state: 'DISCONNECTED', keyCount: 0 } as const
        return {
          answer: { CustomKeyStoreId: customKeyStoreId },
          writes: [
            ...draws,
            insert('keyStore', { ...scope, ...own, ...settings, secret: sealed }),
            ...expectOtherPlaces(number, scope, others),
          ],
        }
      },
    }
  },
}

function onCluster(input: Input<'CreateCustomKeyStore'>, { scope, ports }: Context): Prepared {
  const { clusterId, trustAnchor, password } = clusterSettings(input)
  return async (others) => {
    checkNewCluster(await clusterOf(clusterId, scope, ports), trustAnchor, others)
    return { settings: { ...BARE, type: 'AWS_CLOUDHSM', clusterId, trustAnchor }, secret: password }
  }
}

function onProxy(input: Input<'CreateCustomKeyStore'>, context: Context): Prepared {
  const { settings, secret } = proxySettings(input, context.scope.account)
  return async (others) => {
    checkPlace(settings, others, context)
    // One in a VPC is reached only once the key store connects.
    if (settings.connectivity === 'PUBLIC_ENDPOINT') {
      await checkProxy(endpointWith(settings, secret, context.scope), 'CreateCustomKeyStore', context)
    }
    return { settings: { ...BARE, type: 'EXTERNAL_KEY_STORE', ...settings }, secret }
  }
}

function freeNumber(others: readonly Stored<KeyStoreRow>[]): number {
  const free = PLACES.find((number) => others.every((other) => other.number !== number))
  if (free !== undefined) return free
  throw limitExceeded(`An account can have ${MAX_KEY_STORES} custom key stores in each AWS Region.`)
}
