import type { Input } from '#model/api.ts'
import { invalid } from '../errors.ts'
import type { KeyStoreRow } from './rows.ts'

type Asked = Omit<Input<'CreateCustomKeyStore'>, 'CustomKeyStoreName'>
type Member = Exclude<keyof Asked, 'CustomKeyStoreType'>

/** Members that belong to one type of key store, and to no other. */
const OF_CLUSTERS = ['CloudHsmClusterId', 'TrustAnchorCertificate', 'KeyStorePassword'] as const satisfies Member[]
const OF_PROXIES = [
  'XksProxyConnectivity',
  'XksProxyUriEndpoint',
  'XksProxyUriPath',
  'XksProxyAuthenticationCredential',
  'XksProxyVpcEndpointServiceName',
  'XksProxyVpcEndpointServiceOwner',
] as const satisfies Member[]

/** How a key store reaches its cluster. */
export interface ClusterSettings {
  readonly clusterId: string
  readonly trustAnchor: string
  readonly password: string
}

/** How a key store reaches its proxy. */
export interface ProxySettings {
  readonly connectivity: NonNullable<KeyStoreRow['connectivity']>
  readonly uriEndpoint: string
  readonly uriPath: string
  /** Both null unless the connectivity is VPC_ENDPOINT_SERVICE. */
  readonly vpcServiceName: string | null
  readonly vpcServiceOwner: KeyStoreRow['vpcServiceOwner']
  readonly accessKeyId: string
}

/** Refuses members that a key store of the type cannot have. */
export function refuseOthers(type: KeyStoreRow['type'], asked: Partial<Asked>): void {
  const others: readonly Member[] = type === 'AWS_CLOUDHSM' ? OF_PROXIES : OF_CLUSTERS
  const [other] = others.filter((name) => asked[name] !== undefined)
  if (other) throw invalid(`${other} is not valid for a custom key store of CustomKeyStoreType ${type}.`)
}

/** Refuses a name that would not be stored as it is: of lone surrogates all become U+FFFD, and two names would be one. */
export function checkName(name: string): void {
  if (!name.isWellFormed()) throw invalid('The name of a custom key store must be well-formed Unicode text.')
}

const missing = (name: Member, of: string) => invalid(`${name} is required for a custom key store of ${of}.`)

/** The settings of a new AWS CloudHSM key store: all three are required. */
export function clusterSettings(asked: Asked): ClusterSettings {
  refuseOthers('AWS_CLOUDHSM', asked)
  const { CloudHsmClusterId: clusterId, TrustAnchorCertificate: trustAnchor, KeyStorePassword: password } = asked
  const of = 'CustomKeyStoreType AWS_CLOUDHSM'
  if (clusterId === undefined) throw missing('CloudHsmClusterId', of)
  if (trustAnchor === undefined) throw missing('TrustAnchorCertificate', of)
  if (password === undefined) throw missing('KeyStorePassword', of)
  return { clusterId, trustAnchor, password }
}

/** The settings of a new external key store, and its secret access key. `account`: who owns an endpoint service unless another is named. */
export function proxySettings(asked: Asked, account: KeyStoreRow['account']) {
  refuseOthers('EXTERNAL_KEY_STORE', asked)
  const of = 'CustomKeyStoreType EXTERNAL_KEY_STORE'
  const { XksProxyConnectivity: connectivity, XksProxyAuthenticationCredential: credential } = asked
  if (connectivity === undefined) throw missing('XksProxyConnectivity', of)
  if (asked.XksProxyUriEndpoint === undefined) throw missing('XksProxyUriEndpoint', of)
  if (asked.XksProxyUriPath === undefined) throw missing('XksProxyUriPath', of)
  if (credential === undefined) throw missing('XksProxyAuthenticationCredential', of)
  const settings: ProxySettings = {
    connectivity,
    uriEndpoint: asked.XksProxyUriEndpoint,
    uriPath: asked.XksProxyUriPath,
    accessKeyId: credential.AccessKeyId,
    ...vpcSettings(connectivity, serviceOf(asked), account),
  }
  return { settings, secret: credential.RawSecretAccessKey }
}

const serviceOf = (asked: Asked): Service => ({
  name: asked.XksProxyVpcEndpointServiceName,
  owner: asked.XksProxyVpcEndpointServiceOwner,
})

/** What a VPC endpoint service is named by, where there is one. */
interface Service {
  readonly name: string | undefined
  readonly owner: string | undefined
}

function vpcSettings(
  connectivity: ProxySettings['connectivity'],
  { name, owner }: Service,
  account: KeyStoreRow['account'],
): Pick<ProxySettings, 'vpcServiceName' | 'vpcServiceOwner'> {
  if (connectivity === 'VPC_ENDPOINT_SERVICE') {
    if (name === undefined) throw missing('XksProxyVpcEndpointServiceName', 'XksProxyConnectivity VPC_ENDPOINT_SERVICE')
    return { vpcServiceName: name, vpcServiceOwner: (owner as KeyStoreRow['vpcServiceOwner'] | undefined) ?? account }
  }
  if (name === undefined && owner === undefined) return { vpcServiceName: null, vpcServiceOwner: null }
  throw invalid('A VPC endpoint service is not valid with XksProxyConnectivity PUBLIC_ENDPOINT.')
}

/** The settings of an external key store that is there. */
export function settingsOf(store: KeyStoreRow): ProxySettings {
  const { connectivity, uriEndpoint, uriPath, accessKeyId, vpcServiceName, vpcServiceOwner } = store
  if (connectivity === null || uriEndpoint === null || uriPath === null || accessKeyId === null) {
    throw new Error(`key store ${store.customKeyStoreId} lacks its proxy`)
  }
  return { connectivity, uriEndpoint, uriPath, accessKeyId, vpcServiceName, vpcServiceOwner }
}

type Changes = Input<'UpdateCustomKeyStore'>

/** The settings of an external key store after a change. */
export function changedSettings(store: KeyStoreRow, asked: Changes): ProxySettings {
  const old = settingsOf(store)
  const connectivity = asked.XksProxyConnectivity ?? old.connectivity
  if (connectivity !== old.connectivity && asked.XksProxyUriEndpoint === undefined) {
    throw invalid('XksProxyUriEndpoint is required when XksProxyConnectivity changes.')
  }
  const kept = connectivity === old.connectivity ? old : undefined
  const service: Service = {
    name: asked.XksProxyVpcEndpointServiceName ?? kept?.vpcServiceName ?? undefined,
    owner: asked.XksProxyVpcEndpointServiceOwner ?? kept?.vpcServiceOwner ?? undefined,
  }
  return {
    connectivity,
    uriEndpoint: asked.XksProxyUriEndpoint ?? old.uriEndpoint,
    uriPath: asked.XksProxyUriPath ?? old.uriPath,
    accessKeyId: asked.XksProxyAuthenticationCredential?.AccessKeyId ?? old.accessKeyId,
    ...vpcSettings(connectivity, service, store.account),
  }
}
