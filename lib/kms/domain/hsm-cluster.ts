import type { Scope } from '#kernel/scope.ts'
import type { HsmCluster, KeyRecord, Ports } from '../ports.ts'
import { keyStoreOf } from './key-store.ts'
import {
  clusterInUse,
  clusterNotActive,
  clusterNotFound,
  clusterNotRelated,
  clusterUnfit,
  incorrectTrustAnchor,
  keyUnavailable,
} from './key-store-errors.ts'
import type { KeyStoreRow } from './rows.ts'

/** What a cluster must have to be a key store's, and for a key to be made in it. */
const TWO_HSMS = 'must contain at least two active HSMs, each in a different Availability Zone'

const isSame = (a: string, b: string) => a.replace(/\s/g, '') === b.replace(/\s/g, '')

export async function clusterOf(clusterId: string, scope: Scope, { clusters }: Ports): Promise<HsmCluster> {
  const cluster = await clusters.find(scope, clusterId)
  if (cluster) return cluster
  throw clusterNotFound(clusterId)
}

/**
 * The cluster that a key store was made on, or a related one that took its place; undefined when it is gone, also where
 * one with another certificate has its id.
 */
export async function clusterOfStore(store: KeyStoreRow, { clusters }: Ports): Promise<HsmCluster | undefined> {
  const { clusterId, trustAnchor, customKeyStoreId } = store
  if (clusterId === null || trustAnchor === null) throw new Error(`key store ${customKeyStoreId} lacks its cluster`)
  const cluster = await clusters.find(store, clusterId)
  return cluster && isSame(trustAnchor, cluster.trustAnchor) ? cluster : undefined
}

/** Refuses a cluster for a new key store. Clusters that share a backup history have the same certificate. */
export function checkNewCluster(cluster: HsmCluster, trustAnchor: string, others: readonly KeyStoreRow[]): void {
  const related = (other: KeyStoreRow) =>
    other.clusterId === cluster.clusterId ||
    (other.trustAnchor !== null && isSame(other.trustAnchor, cluster.trustAnchor))
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
  if (cluster.zones.length === 0) throw clusterUnfit(cluster.clusterId, 'must contain at least one active HSM')
}

/** Refuses a key store in whose cluster no key can be made: CreateKey has one exception for all of that. */
export async function checkRoomForKeys(store: KeyStoreRow, ports: Ports): Promise<void> {
  const cluster = await clusterOfStore(store, ports)
  if (!cluster) throw clusterUnfit(`${store.clusterId}`, 'is not there')
  if (!cluster.isActive) throw clusterUnfit(cluster.clusterId, 'is not active')
  checkSize(cluster)
}

function checkSize({ clusterId, zones }: HsmCluster): void {
  if (new Set(zones).size < 2) throw clusterUnfit(clusterId, TWO_HSMS)
}

function checkActive({ clusterId, isActive }: HsmCluster): void {
  if (!isActive) throw clusterNotActive(clusterId)
}

/** Whether the cluster of a connected key store can do any work. */
export async function isServing(store: KeyStoreRow, ports: Ports): Promise<boolean> {
  const cluster = await clusterOfStore(store, ports)
  return cluster?.isActive === true && cluster.zones.length > 0
}

/** Refuses to use a key whose key store is connected, and whose cluster cannot serve. Of keys elsewhere nothing is asked. */
export async function checkKeyServing(record: KeyRecord, ports: Ports): Promise<void> {
  if (record.key.origin !== 'AWS_CLOUDHSM') return
  const store = keyStoreOf(record)
  if (!(await isServing(store, ports))) throw keyUnavailable(store)
}
