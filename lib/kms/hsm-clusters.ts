import type { Scope } from '#kernel/scope.ts'
import type { ConnectionErrorCode } from './domain/rows.ts'
import type { Write } from './domain/writes.ts'

/** A CloudHSM cluster as AWS KMS sees it. */
export interface HsmCluster {
  readonly clusterId: string
  /** Initialized and activated. */
  readonly isActive: boolean
  /** Its customerCA.crt, in PEM: clusters of one backup history have the same. */
  readonly trustAnchor: string
  /** The Availability Zone of each active HSM. */
  readonly zones: readonly string[]
}

/** What comes of logging kmsuser in: a new password, with the write that sets it, or why not. */
export type HsmLogin =
  | { readonly password: Buffer; readonly writes: readonly Write[] }
  | { readonly errorCode: ConnectionErrorCode }

/** The CloudHSM clusters of accounts. There are none but those that Keystead simulates in software. */
export interface HsmClusters {
  find(scope: Scope, clusterId: string): Promise<HsmCluster | undefined>
  /** Into the cluster that was found: one that has come in its place is another. */
  login(scope: Scope, cluster: HsmCluster, password: Uint8Array): Promise<HsmLogin>
}
