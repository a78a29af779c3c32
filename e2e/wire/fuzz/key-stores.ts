import { randomBytes, randomUUID } from 'node:crypto'
import { textAt } from '../json-call.ts'
import type { Preparer } from '../preparer.ts'
import type { JsonInput } from './valid-inputs.ts'

/** Of ten in an account and Region: with those that the workers are at, one more is always free. */
const KEPT = 8

/** What makes a key store that no proxy is asked for: one in a VPC is reached only once it connects. */
function keyStoreInput(): JsonInput {
  const id = randomBytes(8).toString('hex')
  const [a = 0, b = 0, c = 0] = randomBytes(3)
  return {
    CustomKeyStoreName: randomUUID(),
    CustomKeyStoreType: 'EXTERNAL_KEY_STORE',
    XksProxyConnectivity: 'VPC_ENDPOINT_SERVICE',
    // No host that key stores may name.
    XksProxyUriEndpoint: `https://127.${a}.${b}.${c}`,
    XksProxyUriPath: '/kms/xks/v1',
    XksProxyVpcEndpointServiceName: `com.amazonaws.vpce.us-east-1.vpce-svc-${id}`,
    XksProxyAuthenticationCredential: { AccessKeyId: 'A'.repeat(20), RawSecretAccessKey: 'a'.repeat(43) },
  }
}

let turn: Promise<unknown> = Promise.resolve()

/** One at a time: the workers share the ten places. */
function inTurn<T>(work: () => Promise<T>): Promise<T> {
  const mine = turn.then(work)
  turn = mine.catch(() => undefined)
  return mine
}

/** Takes all but the newest key stores away. */
async function makeRoom(kms: Preparer, kept: number): Promise<void> {
  const { CustomKeyStores } = await kms.call('DescribeCustomKeyStores', {})
  const stores = (CustomKeyStores as readonly { CustomKeyStoreId: string; CreationDate: number }[]).toSorted(
    (one, other) => other.CreationDate - one.CreationDate,
  )
  for (const { CustomKeyStoreId } of stores.slice(kept)) {
    await kms.attempt('DisconnectCustomKeyStore', { CustomKeyStoreId })
    await kms.attempt('DeleteCustomKeyStore', { CustomKeyStoreId })
  }
}

/** An input that makes a key store, with room for it and for those of the other workers. */
export function newKeyStore(kms: Preparer): Promise<JsonInput> {
  return inTurn(async () => {
    await makeRoom(kms, 0)
    return keyStoreInput()
  })
}

/** A key store of its own. */
export function keyStore(kms: Preparer): Promise<JsonInput & { CustomKeyStoreId: string }> {
  return inTurn(async () => {
    await makeRoom(kms, KEPT)
    const CustomKeyStoreId = textAt(await kms.call('CreateCustomKeyStore', keyStoreInput()), 'CustomKeyStoreId')
    return { CustomKeyStoreId }
  })
}

/** One that is connecting, or has failed to. */
export async function connecting(kms: Preparer): Promise<JsonInput> {
  const { CustomKeyStoreId } = await keyStore(kms)
  await kms.call('ConnectCustomKeyStore', { CustomKeyStoreId })
  return { CustomKeyStoreId }
}
