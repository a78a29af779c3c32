import type { KeyArn } from '#kernel/ids.ts'
import type { XksEndpoint, XksRequestMetadata } from '#xks/ports.ts'
import type { Context } from '../operation.ts'
import type { Ports } from '../ports.ts'
import type { Probes } from '../probes.ts'
import {
  NO_KEY_MANAGER,
  ofManagement,
  proxyUnreachable,
  uriEndpointInUse,
  uriInUse,
  vpcServiceInUse,
  vpcServiceNotFound,
} from './key-store-errors.ts'
import { openedText } from './key-store-secret.ts'
import type { ProxySettings } from './key-store-settings.ts'
import { settingsOf } from './key-store-settings.ts'
import type { KeyStoreRow } from './rows.ts'

/** The proxy of an external key store, with what it knows us by. */
export function endpointOf(store: KeyStoreRow, { materials }: Ports): XksEndpoint {
  return endpointWith(settingsOf(store), openedText(store, materials), store)
}

export function endpointWith(
  { uriEndpoint, uriPath, accessKeyId }: ProxySettings,
  secret: string,
  { region, sandbox }: Pick<KeyStoreRow, 'region' | 'sandbox'>,
): XksEndpoint {
  return { uriEndpoint, uriPath, accessKeyId, secret, region, sandbox }
}

/** Refuses a place that one of the other key stores of the account and Region has (AWS KMS API reference, XksProxyUriEndpoint). */
export function checkPlace(settings: ProxySettings, others: readonly KeyStoreRow[], { scope }: Context): void {
  const { uriEndpoint, uriPath, vpcServiceName } = settings
  const taken = others.filter(({ type }) => type === 'EXTERNAL_KEY_STORE').map(settingsOf)
  const sharing = taken.filter((other) => other.uriEndpoint.toLowerCase() === uriEndpoint.toLowerCase())
  if (sharing.some((other) => other.uriPath === uriPath)) throw uriInUse(`${uriEndpoint}${uriPath}`)
  if ([settings, ...sharing].some(isPrivate) && sharing.length > 0) throw uriEndpointInUse(uriEndpoint)
  if (vpcServiceName === null) return
  if (taken.some((other) => other.vpcServiceName === vpcServiceName)) throw vpcServiceInUse(vpcServiceName)
  // Its name says of which Region it is, and it can be reached from no other.
  if (!vpcServiceName.includes(`.vpce.${scope.region}.`)) throw vpcServiceNotFound(vpcServiceName)
}

/** Whether it has a private DNS name of its own. */
const isPrivate = ({ connectivity }: ProxySettings) => connectivity === 'VPC_ENDPOINT_SERVICE'

/** Whether a proxy has a key manager behind it that can be used. Rejects with XksProxyError. */
export async function hasKeyManager(
  endpoint: XksEndpoint,
  kmsOperation: string,
  kmsRequestId: string,
  proxies: Pick<Probes, 'health'>,
): Promise<boolean> {
  const { ekmFleetDetails } = await proxies.health(endpoint, { kmsOperation, kmsRequestId })
  return ekmFleetDetails.some(({ healthStatus }) => healthStatus !== 'UNAVAILABLE')
}

/** Asks the proxy how it is, as AWS KMS does before it takes its settings; throws what the API says of each failure. */
export async function checkProxy(endpoint: XksEndpoint, operation: string, { caller, probes }: Context): Promise<void> {
  const isUsable = await hasKeyManager(endpoint, operation, caller.request.id, probes).catch((thrown: unknown) => {
    throw ofManagement(thrown)
  })
  if (!isUsable) throw proxyUnreachable(NO_KEY_MANAGER)
}

/** What a proxy is told of the call that it is asked for. A key that is being made has no ARN yet. */
export function aboutCall(kmsOperation: string, { caller }: Context, kmsKeyArn?: KeyArn): XksRequestMetadata {
  const via = caller.session?.via
  return {
    awsPrincipalArn: caller.principal.arn,
    kmsOperation,
    kmsRequestId: caller.request.id,
    ...(kmsKeyArn !== undefined && { kmsKeyArn }),
    ...(via !== undefined && { kmsViaService: via }),
  }
}
