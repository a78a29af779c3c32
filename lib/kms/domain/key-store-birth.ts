import type { Input } from '#model/api.ts'
import { invalid, unsupported } from '../errors.ts'
import type { Context } from '../operation.ts'
import { aboutCall, endpointOf } from './external-proxy.ts'
import { checkRoomForKeys } from './hsm-cluster.ts'
import { findKeyStore, isConnected } from './key-store.ts'
import { externalKeyInUse, externalKeyUnfit, keyStoreState, ofCreation } from './key-store-errors.ts'
import type { KeyRow, KeyStoreRow, Stored } from './rows.ts'
import type { Write } from './writes.ts'
import { update } from './writes.ts'

/** The key store that a key is to be made in; in an external one it takes an external key into service. */
export interface Place {
  readonly customKeyStoreId: string
  readonly xksKeyId: string | null
}

type Asked = Pick<Input<'CreateKey'>, 'CustomKeyStoreId' | 'XksKeyId' | 'MultiRegion'>

/** Where the key is to be made; undefined outside key stores. Throws when the members of the call do not go together. */
export function placeOf(
  { CustomKeyStoreId: customKeyStoreId, XksKeyId, MultiRegion }: Asked,
  { spec, origin }: Pick<KeyRow, 'spec' | 'origin'>,
): Place | undefined {
  const xksKeyId = XksKeyId ?? null
  if (origin !== 'AWS_CLOUDHSM' && origin !== 'EXTERNAL_KEY_STORE') {
    if (customKeyStoreId !== undefined) throw invalid(`CustomKeyStoreId is not valid for Origin ${origin}.`)
    if (xksKeyId !== null) throw invalid(`XksKeyId is not valid for Origin ${origin}.`)
    return undefined
  }
  if (customKeyStoreId === undefined) throw invalid(`CustomKeyStoreId is required for Origin ${origin}.`)
  if ((xksKeyId !== null) !== (origin === 'EXTERNAL_KEY_STORE')) {
    throw invalid(`XksKeyId is ${xksKeyId === null ? 'required' : 'not valid'} for Origin ${origin}.`)
  }
  if (spec !== 'SYMMETRIC_DEFAULT') throw unsupported(`KeySpec ${spec} is not supported for Origin ${origin}.`)
  if (MultiRegion) throw unsupported(`A multi-Region key is not supported for Origin ${origin}.`)
  return { customKeyStoreId, xksKeyId }
}

/** The key store, when a key can be made there now, with what is written of it. */
export async function settle(
  { customKeyStoreId, xksKeyId }: Place,
  { origin }: Pick<KeyRow, 'origin'>,
  context: Context,
): Promise<{ readonly keyStore: KeyStoreRow; readonly writes: readonly Write[] }> {
  const store = await findKeyStore(customKeyStoreId, context)
  if (store.type !== origin) throw invalid(`Origin ${origin} is not valid for a key store of type ${store.type}.`)
  if (!isConnected(store)) throw keyStoreState(store, 'CreateKey')
  if (store.clusterId !== null) await checkRoomForKeys(store, context.ports)
  if (xksKeyId !== null) await checkExternalKey(store, xksKeyId, context)
  const counted = update('keyStore', store, { keyCount: store.keyCount + 1 })
  return { keyStore: counted.row, writes: [counted] }
}

/** Refuses an external key that another KMS key has, and one that cannot serve as one. */
async function checkExternalKey(store: Stored<KeyStoreRow>, xksKeyId: string, context: Context): Promise<void> {
  const { scope, ports, probes } = context
  const { customKeyStoreId } = store
  if (await ports.store.keyOfExternal(scope, { customKeyStoreId, xksKeyId })) throw externalKeyInUse(xksKeyId)
  const key = { endpoint: endpointOf(store, ports), externalKeyId: xksKeyId }
  const found = await probes.metadata(key, aboutCall('CreateKey', context)).catch((thrown: unknown) => {
    throw ofCreation(thrown)
  })
  const serves = ['ENCRYPT', 'DECRYPT'].every((usage) => found.keyUsage.includes(usage))
  if (found.keySpec !== 'AES_256' || found.keyStatus !== 'ENABLED' || !serves) throw externalKeyUnfit(xksKeyId)
}
