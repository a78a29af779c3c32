import { clusterPasswordPurpose } from '#admin/ports.ts'
import { rootCertificate } from '#crypto/root-certificate.ts'
import { MAIN_SANDBOX, type Scope } from '#kernel/scope.ts'
import { connectKeyStores } from '#kms/connections.ts'
import type { ClusterRow } from '#kms/domain/rows.ts'
import { insert, remove, update } from '#kms/domain/writes.ts'
import type { Caller } from '#kms/ports.ts'
import type { Input, KeyMetadata } from '#model/api.ts'
import type { Harness } from './harness.ts'

export const CLUSTER = 'cluster-abcdefghijk'
export const PASSWORD = 'kmsuser-password'
export const PROXY_SECRET = `${'s3cret/of+the/proxy'.repeat(2)}12345=`

let made = 0

/** What makes an external key store; each time on another path of one proxy. */
export function externalStore(change: Partial<Input<'CreateCustomKeyStore'>> = {}): Input<'CreateCustomKeyStore'> {
  made += 1
  return {
    CustomKeyStoreName: `external-${made}`,
    CustomKeyStoreType: 'EXTERNAL_KEY_STORE',
    XksProxyConnectivity: 'PUBLIC_ENDPOINT',
    XksProxyUriEndpoint: 'https://xks.example.com',
    XksProxyUriPath: `/store${made}/kms/xks/v1`,
    XksProxyAuthenticationCredential: { AccessKeyId: 'PROXYACCESSKEY234567', RawSecretAccessKey: PROXY_SECRET },
    ...change,
  }
}

/** A simulated cluster with two HSMs, as an operator would make it. */
export async function newCluster(
  { ports }: Harness,
  scope: Scope,
  change: Partial<ClusterRow> = {},
): Promise<ClusterRow> {
  const { clusterId = CLUSTER } = change
  await ports.materials.prepare(scope)
  const password = ports.materials.sealSecret(scope, clusterPasswordPurpose(clusterId), Buffer.from(PASSWORD))
  const createdAt = ports.clocks.of(MAIN_SANDBOX).now()
  const trustAnchor = rootCertificate(clusterId, createdAt, ports.secrets)
  const usual = { state: 'ACTIVE', zones: `${scope.region}a ${scope.region}b`, fault: null } as const
  const row: ClusterRow = { ...scope, clusterId, createdAt, trustAnchor, password, ...usual, ...change }
  await ports.store.commit({ writes: [insert('cluster', row)], events: [] })
  return row
}

/** Changes a cluster, as an operator would. */
export async function changeCluster({ ports }: Harness, scope: Scope, change: Partial<ClusterRow>): Promise<void> {
  const row = await ports.store.cluster(scope, change.clusterId ?? CLUSTER)
  if (!row) throw new Error('there is no such cluster')
  await ports.store.commit({ writes: [update('cluster', row, change)], events: [] })
}

/** Takes a cluster away, as an operator would. */
export async function removeCluster({ ports }: Harness, scope: Scope): Promise<void> {
  const row = await ports.store.cluster(scope, CLUSTER)
  if (!row) throw new Error('there is no such cluster')
  await ports.store.commit({ writes: [remove('cluster', row)], events: [] })
}

/** What makes an AWS CloudHSM key store on a cluster. */
export function clusterStore(
  { clusterId, trustAnchor }: Pick<ClusterRow, 'clusterId' | 'trustAnchor'>,
  change: Partial<Input<'CreateCustomKeyStore'>> = {},
): Input<'CreateCustomKeyStore'> {
  return {
    CustomKeyStoreName: `on-${clusterId}`,
    CloudHsmClusterId: clusterId,
    TrustAnchorCertificate: trustAnchor,
    KeyStorePassword: PASSWORD,
    ...change,
  }
}

/** A new key store, not yet connected. */
export async function newKeyStore(kms: Harness, input = externalStore(), caller?: Caller): Promise<string> {
  const { CustomKeyStoreId = '' } = await kms.call('CreateCustomKeyStore', input, caller)
  return CustomKeyStoreId
}

/** Connects it, and gives what it came to. */
export async function connect(kms: Harness, CustomKeyStoreId: string, caller?: Caller) {
  await kms.call('ConnectCustomKeyStore', { CustomKeyStoreId }, caller)
  await connectKeyStores(MAIN_SANDBOX, kms.ports, () => undefined)
  return described(kms, CustomKeyStoreId, caller)
}

export async function described(kms: Harness, CustomKeyStoreId: string, caller?: Caller) {
  const { CustomKeyStores: [found] = [] } = await kms.call('DescribeCustomKeyStores', { CustomKeyStoreId }, caller)
  if (!found) throw new Error('the key store is not described')
  return found
}

/** A connected external key store with a key in it. */
export async function externalKey(kms: Harness, XksKeyId = `external-key-${made}`): Promise<KeyMetadata> {
  const CustomKeyStoreId = await newKeyStore(kms)
  await connect(kms, CustomKeyStoreId)
  return kms.newKey({ Origin: 'EXTERNAL_KEY_STORE', CustomKeyStoreId, XksKeyId })
}

/** A connected AWS CloudHSM key store, on a cluster of its own, with a key in it. */
export async function clusterKey(kms: Harness): Promise<KeyMetadata> {
  const CustomKeyStoreId = await newKeyStore(kms, clusterStore(await newCluster(kms, kms.caller().scope)))
  await connect(kms, CustomKeyStoreId)
  return kms.newKey({ Origin: 'AWS_CLOUDHSM', CustomKeyStoreId })
}
