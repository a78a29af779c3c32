import type { Input, Output } from '#model/api.ts'
import { requestConditions } from '../../domain/conditions.ts'
import { keyStoreNotFound } from '../../domain/key-store-errors.ts'
import { settingsOf } from '../../domain/key-store-settings.ts'
import { LONG_PAGE, pageOf, pageOfAll } from '../../domain/pagination.ts'
import type { KeyStoreRow } from '../../domain/rows.ts'
import { invalid } from '../../errors.ts'
import type { Context, Operation } from '../../operation.ts'

type Entry = NonNullable<Output<'DescribeCustomKeyStores'>['CustomKeyStores']>[number]

/** In order of the id. */
export const describeCustomKeyStores: Operation<'DescribeCustomKeyStores'> = {
  plan(input, context) {
    if (input.CustomKeyStoreId !== undefined && input.CustomKeyStoreName !== undefined) {
      throw invalid('Specify either CustomKeyStoreId or CustomKeyStoreName, but not both.')
    }
    const conditions = requestConditions(context)
    return {
      checks: [{ action: 'kms:DescribeCustomKeyStores', resource: { kind: 'none' }, context: conditions }],
      states: [],
      async run() {
        const page = pageOf(input, LONG_PAGE, 'DescribeCustomKeyStores', context)
        const asked = await askedFor(input, context)
        const { items, position } = await pageOfAll(asked, page, 'DescribeCustomKeyStores', idOf, context)
        return { answer: { CustomKeyStores: items.map(entryOf), ...position } }
      },
    }
  },
}

const idOf = ({ customKeyStoreId }: KeyStoreRow) => customKeyStoreId

async function askedFor(
  { CustomKeyStoreId: id, CustomKeyStoreName: name }: Input<'DescribeCustomKeyStores'>,
  { scope, ports }: Context,
): Promise<readonly KeyStoreRow[]> {
  const all = (await ports.store.keyStores(scope)).toSorted((a, b) => (idOf(a) < idOf(b) ? -1 : 1))
  const sought = id ?? name
  if (sought === undefined) return all
  const found = all.filter((store) => (id === undefined ? store.name : store.customKeyStoreId) === sought)
  if (found.length === 0) throw keyStoreNotFound(sought)
  return found
}

/** Exactly the members that AWS gives a key store of its type. */
function entryOf(store: KeyStoreRow): Entry {
  return {
    CustomKeyStoreId: store.customKeyStoreId,
    CustomKeyStoreName: store.name,
    ...(store.clusterId !== null && { CloudHsmClusterId: store.clusterId }),
    ...(store.trustAnchor !== null && { TrustAnchorCertificate: store.trustAnchor }),
    ConnectionState: store.state,
    ...(store.errorCode !== null && { ConnectionErrorCode: store.errorCode }),
    CreationDate: store.createdAt,
    CustomKeyStoreType: store.type,
    ...(store.type === 'EXTERNAL_KEY_STORE' && { XksProxyConfiguration: proxyOf(store) }),
  }
}

function proxyOf(store: KeyStoreRow): NonNullable<Entry['XksProxyConfiguration']> {
  const { connectivity, accessKeyId, uriEndpoint, uriPath, vpcServiceName, vpcServiceOwner } = settingsOf(store)
  return {
    Connectivity: connectivity,
    AccessKeyId: accessKeyId,
    UriEndpoint: uriEndpoint,
    UriPath: uriPath,
    ...(vpcServiceName !== null && { VpcEndpointServiceName: vpcServiceName }),
    ...(vpcServiceOwner !== null && { VpcEndpointServiceOwner: vpcServiceOwner }),
  }
}
