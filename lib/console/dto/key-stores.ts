/** A custom key store. Times are milliseconds since 1970. */
export interface CustomKeyStoreDto {
  readonly id: string
  readonly name: string
  readonly type: 'AWS_CLOUDHSM' | 'EXTERNAL_KEY_STORE'
  readonly state: ConnectionStateDto
  /** Why it could not be connected, in state FAILED. */
  readonly errorCode?: string
  readonly createdAt: number
  /** Of an AWS CloudHSM key store. */
  readonly cluster?: { readonly id: string; readonly trustAnchor: string }
  /** Of an external key store. */
  readonly proxy?: KeyStoreProxyDto
}

export type ConnectionStateDto = 'CONNECTED' | 'CONNECTING' | 'FAILED' | 'DISCONNECTED' | 'DISCONNECTING'

export interface KeyStoreProxyDto {
  readonly connectivity: 'PUBLIC_ENDPOINT' | 'VPC_ENDPOINT_SERVICE'
  readonly endpoint: string
  readonly path: string
  readonly accessKeyId: string
  readonly vpcService?: string
}

/** A key in a key store. */
export interface StoredKeyDto {
  readonly keyId: string
  readonly storeId: string
  readonly aliases: readonly string[]
  readonly state: string
  readonly deletionAt?: number
  readonly xksKeyId?: string
  readonly lastUsedAt?: number
}

export interface KeyStoresDto {
  readonly stores: readonly CustomKeyStoreDto[]
  readonly keys: readonly StoredKeyDto[]
}

/** What the proxy said of itself just now, or why it said nothing. */
export type KeyStoreHealthDto =
  | {
      readonly millis: number
      readonly proxy: { readonly vendor: string; readonly model: string; readonly fleetSize: number }
      readonly manager: string
      readonly instances: readonly { readonly id: string; readonly model: string; readonly status: string }[]
    }
  | { readonly millis: number; readonly errorCode: string; readonly message: string }

/** A CloudHSM cluster that is simulated in software. */
export interface ClusterDto {
  readonly id: string
  readonly state: string
  /** The Availability Zone of each active HSM. */
  readonly zones: readonly string[]
  /** What attempts to connect are made to fail by. */
  readonly fault?: string
  readonly trustAnchor: string
}

/** What a key store is made with. */
export type NewKeyStoreDto =
  | {
      readonly type: 'AWS_CLOUDHSM'
      readonly name: string
      readonly clusterId: string
      readonly trustAnchor: string
      readonly password: string
    }
  | ({ readonly type: 'EXTERNAL_KEY_STORE'; readonly name: string; readonly secret: string } & KeyStoreProxyDto)

/** What is to change of a key store; what is absent stays. */
export interface KeyStoreChangeDto {
  readonly name?: string
  readonly endpoint?: string
  readonly path?: string
  readonly credential?: { readonly accessKeyId: string; readonly secret: string }
  readonly clusterId?: string
  readonly password?: string
}
