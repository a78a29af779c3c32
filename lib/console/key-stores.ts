import type { AdminInput } from '#admin/execute.ts'
import type { Input, Output } from '#model/api.ts'
import type { KeyStoreHealth } from '#runtime/instance.ts'
import type { Console } from './access.ts'
import type {
  ClusterDto,
  CustomKeyStoreDto,
  KeyStoreChangeDto,
  KeyStoreHealthDto,
  KeyStoresDto,
  NewKeyStoreDto,
  StoredKeyDto,
} from './dto/key-stores.ts'
import { Called } from './error-dto.ts'
import { keyDto } from './key-dto.ts'
import { everyPage } from './paged.ts'

type Entry = NonNullable<Output<'DescribeCustomKeyStores'>['CustomKeyStores']>[number]

/** The custom key stores of the Region by their names, with the keys in them. */
export async function keyStores(console: Console): Promise<KeyStoresDto> {
  const [entries, inventory] = await Promise.all([
    everyPage(async (Marker) => {
      const page = await console.call('DescribeCustomKeyStores', Marker ? { Marker } : {})
      return { items: page.CustomKeyStores, next: page.NextMarker }
    }),
    console.inventory(),
  ])
  const stores = entries.map(keyStoreDto).toSorted((a, b) => (a.name < b.name ? -1 : 1))
  return { stores, keys: inventory.flatMap(storedKeys) }
}

function keyStoreDto(entry: Entry): CustomKeyStoreDto {
  const { CloudHsmClusterId: clusterId, XksProxyConfiguration: proxy } = entry
  return {
    id: entry.CustomKeyStoreId ?? '',
    name: entry.CustomKeyStoreName ?? '',
    type: entry.CustomKeyStoreType ?? 'AWS_CLOUDHSM',
    state: entry.ConnectionState ?? 'DISCONNECTED',
    ...(entry.ConnectionErrorCode ? { errorCode: entry.ConnectionErrorCode } : {}),
    createdAt: entry.CreationDate ?? 0,
    ...(clusterId === undefined ? {} : { cluster: { id: clusterId, trustAnchor: entry.TrustAnchorCertificate ?? '' } }),
    ...(proxy ? { proxy: proxyDto(proxy) } : {}),
  }
}

function proxyDto(proxy: NonNullable<Entry['XksProxyConfiguration']>) {
  return {
    connectivity: proxy.Connectivity ?? 'PUBLIC_ENDPOINT',
    endpoint: proxy.UriEndpoint ?? '',
    path: proxy.UriPath ?? '',
    accessKeyId: proxy.AccessKeyId ?? '',
    ...(proxy.VpcEndpointServiceName ? { vpcService: proxy.VpcEndpointServiceName } : {}),
  }
}

type Listed = Awaited<ReturnType<Console['inventory']>>[number]

function storedKeys({ metadata, aliases, tags, lastUse }: Listed): readonly StoredKeyDto[] {
  const { keyId, keyStore, state, deletionAt } = keyDto(metadata, { aliases, tags })
  if (!keyStore) return []
  const { id: storeId, xksKeyId } = keyStore
  return [
    {
      ...{ keyId, storeId, aliases, state },
      ...(deletionAt === undefined ? {} : { deletionAt }),
      ...(xksKeyId === undefined ? {} : { xksKeyId }),
      ...(lastUse ? { lastUsedAt: lastUse.eventTime } : {}),
    },
  ]
}

/** Asks the proxy of an external key store how it is, now. */
export async function keyStoreHealth(console: Console, params: URLSearchParams): Promise<KeyStoreHealthDto> {
  const found = await console.keyStoreHealth(params.get('id') ?? '')
  if (found) return healthDto(found)
  throw new Called({ code: 'ValidationException', message: 'This key store has no proxy.' })
}

function healthDto(found: KeyStoreHealth): KeyStoreHealthDto {
  if (!('health' in found)) return found
  const { xksProxyVendor, xksProxyModel, xksProxyFleetSize, ekmVendor, ekmFleetDetails } = found.health
  return {
    millis: found.millis,
    proxy: { vendor: xksProxyVendor, model: xksProxyModel, fleetSize: xksProxyFleetSize },
    manager: ekmVendor,
    instances: ekmFleetDetails.map(({ id, model, healthStatus }) => ({ id, model, status: healthStatus })),
  }
}

/** The simulated CloudHSM clusters of this account and Region; for the administrator only. */
export async function clusters(console: Console): Promise<readonly ClusterDto[]> {
  const { account, region } = console.scope
  const { clusters: all } = await console.administer('ListSimulatedClusters', {})
  return all
    .filter((cluster) => cluster.accountId === account && cluster.region === region)
    .map(({ clusterId, state, zones, fault, trustAnchorCertificate }) => ({
      ...{ id: clusterId, state, zones, trustAnchor: trustAnchorCertificate },
      ...(fault === null ? {} : { fault }),
    }))
}

/** What CreateCustomKeyStore is called with for a form. */
export function createInput(form: NewKeyStoreDto): Input<'CreateCustomKeyStore'> {
  if (form.type === 'AWS_CLOUDHSM') {
    return {
      CustomKeyStoreName: form.name,
      CustomKeyStoreType: form.type,
      CloudHsmClusterId: form.clusterId,
      TrustAnchorCertificate: form.trustAnchor,
      KeyStorePassword: form.password,
    }
  }
  return {
    CustomKeyStoreName: form.name,
    CustomKeyStoreType: form.type,
    XksProxyConnectivity: form.connectivity,
    XksProxyUriEndpoint: form.endpoint,
    XksProxyUriPath: form.path,
    XksProxyAuthenticationCredential: { AccessKeyId: form.accessKeyId, RawSecretAccessKey: form.secret },
    ...(form.vpcService === undefined ? {} : { XksProxyVpcEndpointServiceName: form.vpcService }),
  }
}

/** What UpdateCustomKeyStore is called with for a change. */
export function updateInput(CustomKeyStoreId: string, change: KeyStoreChangeDto): Input<'UpdateCustomKeyStore'> {
  const { name, endpoint, path, credential, clusterId, password } = change
  return {
    CustomKeyStoreId,
    ...(name === undefined ? {} : { NewCustomKeyStoreName: name }),
    ...(endpoint === undefined ? {} : { XksProxyUriEndpoint: endpoint }),
    ...(path === undefined ? {} : { XksProxyUriPath: path }),
    ...(clusterId === undefined ? {} : { CloudHsmClusterId: clusterId }),
    ...(password === undefined ? {} : { KeyStorePassword: password }),
    ...(credential
      ? {
          XksProxyAuthenticationCredential: {
            AccessKeyId: credential.accessKeyId,
            RawSecretAccessKey: credential.secret,
          },
        }
      : {}),
  }
}

type Fault = AdminInput<'UpdateSimulatedCluster'>['fault']

/** Makes attempts to connect to a simulated cluster fail by a connection error code, or succeed again. */
export async function setFault(console: Console, clusterId: string, fault: string | null): Promise<void> {
  const { account: accountId, region } = console.scope
  // The service refuses a code that it does not know.
  await console.administer('UpdateSimulatedCluster', {
    accountId,
    region,
    clusterId,
    fault: fault as NonNullable<Fault> | null,
  })
}
