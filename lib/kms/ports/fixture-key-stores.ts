import type { EpochMillis } from '#kernel/ids.ts'
import type { Scope } from '#kernel/scope.ts'
import type { ConnectionErrorCode, ConnectionState, KeyStoreType, XksConnectivity } from '../domain/rows.ts'
import type { FixtureMaker, Shown } from './fixture.ts'

/*
 * Custom key stores as a fixture says them, in the words of AWS KMS.
 */

export interface FixtureKeyStore {
  readonly CustomKeyStoreName: string
  /** Drawn where it is left out. */
  readonly CustomKeyStoreId?: string
  readonly Region?: string
  /** AWS_CLOUDHSM where it is left out. */
  readonly CustomKeyStoreType?: KeyStoreType
  readonly CreationDate?: EpochMillis
  readonly CloudHsmClusterId?: string
  /** That of its cluster where it is left out, as is the password. */
  readonly TrustAnchorCertificate?: string
  readonly KeyStorePassword?: string
  readonly XksProxyConnectivity?: XksConnectivity
  readonly XksProxyUriEndpoint?: string
  readonly XksProxyUriPath?: string
  readonly XksProxyVpcEndpointServiceName?: string
  readonly XksProxyVpcEndpointServiceOwner?: string
  readonly XksProxyAuthenticationCredential?: FixtureProxyCredential
  /** DISCONNECTED where it is left out. */
  readonly ConnectionState?: ConnectionState
  /** Of one that is FAILED. */
  readonly ConnectionErrorCode?: ConnectionErrorCode
}

export interface FixtureProxyCredential {
  readonly AccessKeyId: string
  /** Drawn where it is left out: no proxy knows it then. */
  readonly RawSecretAccessKey?: string
}

/** Custom key stores that are there, and of which a fixture can say nothing. */
export interface DescribedKeyStores {
  readonly keyStores: readonly FixtureKeyStore[]
  /** Sentences. */
  readonly omitted: readonly string[]
}

/** Custom key stores are known by their names. Those that were made are connected, so that keys can be made in them. */
export interface FixtureKeyStores extends FixtureMaker<FixtureKeyStore> {
  /** Once their keys are made, brings those that were made to the state that was said. */
  settle(): Promise<void>
  /** In order of Region and name. */
  describeAll(place: Omit<Scope, 'region'>, shows: Shown): Promise<DescribedKeyStores>
}

/** How a cluster is known and logged in to. Handed to fixtures and to nothing else. */
export interface ClusterLogins {
  loginOf(scope: Scope, clusterId: string): Promise<ClusterLogin | undefined>
}

export interface ClusterLogin {
  readonly trustAnchor: string
  readonly password: string
}
