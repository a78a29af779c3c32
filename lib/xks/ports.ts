import type { JsonObject } from '#audit/record.ts'
import type { ExternalCiphertext } from '#crypto/external-blob.ts'
import type { XaesKey } from '#crypto/xaes.ts'
import type { KeyMaterialId, Region, SandboxId } from '#kernel/ids.ts'
import type { Ids, Secrets } from '#kernel/random.ts'
import type { ServiceError } from '#kernel/service-error.ts'
import type { Caller, Clocks, Commit } from '#kms/ports.ts'
import type { DecisionReference } from '#policy/reference.ts'

export type { ProxyErrorName, XksFailure } from './failures.ts'
export { FAILURE_MESSAGES, isXksProxyError, XksProxyError } from './failures.ts'

/** Where a proxy is and how it knows us: what an external key store is configured with. */
export interface XksEndpoint {
  /** `https://xks.example.com`, without a port; how a host of a private network is reached, the operator says. */
  readonly uriEndpoint: string
  /** Ends in `/kms/xks/v1`. */
  readonly uriPath: string
  readonly accessKeyId: string
  readonly secret: string
  /** Of the key store: requests are signed for it. */
  readonly region: Region
  /** Likewise; the proxy is not told. */
  readonly sandbox: SandboxId
}

/** A key of the external key manager, by the id that its proxy knows: 1 to 128 letters, digits, `-`, `_`, `.`. */
export interface ExternalKey {
  readonly endpoint: XksEndpoint
  readonly externalKeyId: string
}

/** The call to AWS KMS that a proxy is asked for; for its log and its own authorization. */
export interface XksRequestMetadata {
  readonly awsPrincipalArn: string
  /** Left out while the key is being created. */
  readonly kmsKeyArn?: string
  /** `Encrypt`, `GenerateDataKey`, `DescribeKey` and so on. */
  readonly kmsOperation: string
  readonly kmsRequestId: string
  /** `ebs`, where an integrated service makes the call. */
  readonly kmsViaService?: string
}

export type XksHealthMetadata = Pick<XksRequestMetadata, 'kmsOperation' | 'kmsRequestId'>

/** What a proxy says of itself and of the key managers behind it. */
export interface XksHealth {
  readonly xksProxyFleetSize: number
  readonly xksProxyVendor: string
  readonly xksProxyModel: string
  readonly ekmVendor: string
  /** 1 to 10. */
  readonly ekmFleetDetails: readonly {
    readonly id: string
    readonly model: string
    readonly healthStatus: 'ACTIVE' | 'DEGRADED' | 'UNAVAILABLE'
  }[]
}

export interface XksKeyMetadata {
  /** `AES_256` for a key that a KMS key can use. */
  readonly keySpec: string
  /** `ENCRYPT`, `DECRYPT` and whatever else the key is for; at most 10. */
  readonly keyUsage: readonly string[]
  readonly keyStatus: 'ENABLED' | 'DISABLED'
}

/** What an external key gives for a plaintext, with all that is needed to decrypt it. */
export type XksCiphertext = ExternalCiphertext

/**
 * The proxies of external key stores (AWS KMS External Key Store Proxy API Specification). Every method rejects with
 * XksProxyError, and with nothing else, when there is no right answer in time.
 */
export interface XksProxy {
  health(endpoint: XksEndpoint, about: XksHealthMetadata): Promise<XksHealth>
  metadata(key: ExternalKey, about: XksRequestMetadata): Promise<XksKeyMetadata>
  /** `plaintext` is 1 to 4,300 bytes, `aad` at most 8,192. The proxy vouches that the ciphertext can be decrypted. */
  encrypt(key: ExternalKey, plaintext: Uint8Array, aad: Uint8Array, about: XksRequestMetadata): Promise<XksCiphertext>
  /** The caller zeroes the plaintext. */
  decrypt(key: ExternalKey, sealed: XksCiphertext, aad: Uint8Array, about: XksRequestMetadata): Promise<Buffer>
}

/** The operations of AWS KMS whose permission and key state the proxy face asks for. */
export type KeyOperation = 'DescribeKey' | 'Encrypt' | 'Decrypt'

/** Material of a symmetric key. */
export interface UsableMaterial {
  readonly materialId: KeyMaterialId
  readonly key: XaesKey
}

/** A key of ours that its policies and its state let the caller use. Without material for DescribeKey. */
export interface AdmittedKey {
  readonly spec: string
  /** Whether it is a symmetric key whose whole material is here. */
  readonly canEncrypt: boolean
  readonly isEnabled: boolean
  current(): UsableMaterial
  /** The oldest material whose id fits, among those that are there. */
  find(fits: (id: KeyMaterialId) => boolean): UsableMaterial | undefined
}

/** What came of asking for a key, with what the event of the call says of it. */
export interface Admission {
  /** The ARN of the key, once one was found. */
  readonly resources: readonly string[]
  readonly decisions: readonly DecisionReference[]
  /** What the event says of faults that were asked for; empty where there are none. */
  readonly injected: JsonObject
  readonly outcome: { readonly key: AdmittedKey } | { readonly error: ServiceError }
}

/**
 * The door to our own keys for the proxy face: decided as if the operation were called, by the same policies, grants and
 * key states. Whoever asks records the call, and answers only then. Never rejects.
 */
export interface KeyUse {
  /** `keyId` as in the operation: key id or alias. */
  admit(asked: { readonly operation: KeyOperation; readonly keyId: string }, caller: Caller): Promise<Admission>
}

/** All that the proxy face is given, once, by the composition root. */
export interface XksServicePorts {
  readonly store: Commit
  readonly clocks: Clocks
  readonly ids: Ids
  readonly secrets: Secrets
  readonly keys: KeyUse
  readonly instanceId: string
  health(): Promise<{ readonly ok: boolean }>
}
