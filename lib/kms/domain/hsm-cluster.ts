import type { Scope } from '#kernel/scope.ts'
import type { HsmCluster, KeyRecord, Ports } from '../ports.ts'
import { keyStoreOf } from './key-store.ts'
import {
  clusterInUse,
  clusterNotActive,
  clusterNotFound,
  clusterNotRelated,
  clusterTooSmall,
  incorrectTrustAnchor,
  keyUnavailable,
} from './key-store-errors.ts'
import type { KeyStoreRow } from './rows.ts'

/** What a cluster must have to be a key store's, and for a key to be made in it. */
const TWO_HSMS = 'two active HSMs, each in a different Availability Zone'

const isSame = (a: string, b: string) => a.replace(/\s/g, '') === b.replace(/\s/g, '')

export async function clusterOf(clusterId: string, scope: Scope, { clusters }: Ports): Promise<HsmCluster> {
  const cluster = await clusters.find(scope, clusterId)
  if (cluster) return cluster
  throw clusterNotFound(clusterId)
}

/** Refuses a cluster for a new key store. Clusters that share a backup history have the same certificate. */
export function checkNewCluster(cluster: HsmCluster, trustAnchor: string, others: readonly KeyStoreRow[]): void {
  const related = (other: KeyStoreRow) => other.trustAnchor !== null && isSame(other.trustAnchor, cluster.trustAnchor)
  if (others.some(related)) throw clusterInUse(cluster.clusterId)
  checkActive(cluster)
  if (!isSame(trustAnchor, cluster.trustAnchor)) throw incorrectTrustAnchor(cluster.clusterId)
  checkSize(cluster)
}

/** Refuses a cluster in the place of the one that a key store has. */
export function checkRelatedCluster(cluster: HsmCluster, store: KeyStoreRow): void {
  if (store.trustAnchor === null || !isSame(store.trustAnchor, cluster.trustAnchor)) {
    throw clusterNotRelated(cluster.clusterId)
  }
  checkActive(cluster)
  checkSize(cluster)
}

/** Refuses a cluster that cannot be connected to. One that is gone shows only in the attempt. */
export function checkConnectable(cluster: HsmCluster): void {
  checkActive(cluster)
  if (cluster.zones.length === 0) throw clusterTooSmall(cluster.clusterId, 'one active HSM')
}

/** Refuses a cluster that a key cannot be made in. */
export function checkSize({ clusterId, zones }: HsmCluster): void {
  if (new Set(zones).size < 2) throw clusterTooSmall(clusterId, TWO_HSMS)
}

function checkActive({ clusterId, isActive }: HsmCluster): void {
  if (!isActive) throw clusterNotActive(clusterId)
}

/** Refuses to use a connected key store whose cluster is gone, or has no active HSM. */
export async function checkServing(store: KeyStoreRow, { clusters }: Ports): Promise<void> {
  const { clusterId } = store
  if (clusterId === null) throw new Error(`key store ${store.customKeyStoreId} lacks its cluster`)
  const cluster = await clusters.find(store, clusterId)
  if (!cluster?.isActive || cluster.zones.length === 0) throw keyUnavailable(clusterId)
}

/** The same for a key, which may be in none. */
export async function checkKeyServing(record: KeyRecord, ports: Ports): Promise<void> {
  if (record.key.origin === 'AWS_CLOUDHSM') await checkServing(keyStoreOf(record), ports)
}
