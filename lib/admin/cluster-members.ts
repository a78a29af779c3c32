import { rootCertificate } from '#crypto/root-certificate.ts'
import type { EpochMillis, Region } from '#kernel/ids.ts'
import { isAccountId } from '#kernel/ids.ts'
import type { Secrets } from '#kernel/random.ts'
import type { Scope } from '#kernel/scope.ts'
import type { ClusterRow, ClusterState, ConnectionErrorCode } from '#kms/ports.ts'
import { findRegion } from '#model/regions.ts'
import { invalid, noSuchCluster } from './errors.ts'
import type { AdminPorts } from './ports.ts'

/** Which cluster is meant: in the first account and Region where none are named. */
export interface ClusterPlace {
  readonly accountId?: Scope['account']
  readonly region?: Region
}

/** What may be said of a simulated cluster. */
export interface ClusterMembers {
  readonly state?: ClusterState
  /** The Availability Zones of its active HSMs, one for each. */
  readonly zones?: readonly string[]
  /** What attempts to connect are to fail by; null: they succeed. */
  readonly fault?: ConnectionErrorCode | null
  /** Of the crypto user `kmsuser`. */
  readonly kmsuserPassword?: string
}

/** A simulated cluster as it is told: all but its password. */
export interface ListedCluster {
  /** It is software: there are no HSMs. */
  readonly simulated: true
  readonly accountId: string
  readonly region: string
  readonly clusterId: string
  readonly state: ClusterState
  readonly zones: readonly string[]
  readonly fault: ConnectionErrorCode | null
  /** PEM: the TrustAnchorCertificate of a key store on it. */
  readonly trustAnchorCertificate: string
}

export const CLUSTER_STATES: readonly ClusterState[] = ['ACTIVE', 'INITIALIZED', 'UNINITIALIZED']
/** Those that an AWS CloudHSM key store has (AWS KMS API reference, CustomKeyStoresListEntry). */
export const CLUSTER_FAULTS: readonly ConnectionErrorCode[] = [
  'CLUSTER_NOT_FOUND',
  'INSUFFICIENT_CLOUDHSM_HSMS',
  'INSUFFICIENT_FREE_ADDRESSES_IN_SUBNET',
  'INTERNAL_ERROR',
  'INVALID_CREDENTIALS',
  'NETWORK_ERRORS',
  'SUBNET_NOT_FOUND',
  'USER_LOCKED_OUT',
  'USER_LOGGED_IN',
  'USER_NOT_FOUND',
]
const MAX_HSMS = 28

type Members = Readonly<Record<string, unknown>>

export function clusterIdOf(value: unknown, name: string): string {
  if (typeof value === 'string' && /^cluster-[2-7a-zA-Z]{11,16}$/.test(value)) return value
  throw invalid(`${name} must be cluster- and 11 to 16 letters or digits from 2 to 7.`)
}

export function placeMembers({ accountId, region }: Members): ClusterPlace {
  if (accountId !== undefined && !(typeof accountId === 'string' && isAccountId(accountId))) {
    throw invalid('accountId must be 12 digits.')
  }
  const known = typeof region === 'string' ? findRegion(region) : undefined
  if (region !== undefined && !known) throw invalid('region must be an AWS Region.')
  return { ...(accountId !== undefined && { accountId }), ...(known && { region: known.region }) }
}

export function clusterMembers({ state, zones, fault, kmsuserPassword }: Members): ClusterMembers {
  const known = CLUSTER_STATES.find((each) => each === state)
  if (state !== undefined && !known) throw invalid(`state must be one of ${CLUSTER_STATES.join(', ')}.`)
  const reason = fault === null ? null : CLUSTER_FAULTS.find((each) => each === fault)
  if (fault !== undefined && reason === undefined)
    throw invalid(`fault must be null or one of ${CLUSTER_FAULTS.join(', ')}.`)
  if (kmsuserPassword !== undefined && !(typeof kmsuserPassword === 'string' && /^.{7,32}$/s.test(kmsuserPassword))) {
    throw invalid('kmsuserPassword must be a text of 7 to 32 characters.')
  }
  return {
    ...(known && { state: known }),
    ...(zones !== undefined && { zones: zoneMembers(zones) }),
    ...(reason !== undefined && { fault: reason }),
    ...(kmsuserPassword !== undefined && { kmsuserPassword }),
  }
}

function zoneMembers(zones: unknown): readonly string[] {
  const isZone = (zone: unknown): zone is string => typeof zone === 'string' && /^[a-z0-9-]{1,32}$/.test(zone)
  if (Array.isArray(zones) && zones.length <= MAX_HSMS && zones.every(isZone)) return zones
  throw invalid(`zones must be a list of at most ${MAX_HSMS} Availability Zones, one for each active HSM.`)
}

export function listed(row: ClusterRow): ListedCluster {
  const { account: accountId, region, clusterId, state, fault, trustAnchor: trustAnchorCertificate } = row
  return { simulated: true, accountId, region, clusterId, state, zones: zonesOf(row), fault, trustAnchorCertificate }
}

/** Two HSMs in two Availability Zones, which is the least that a key store needs. */
export const usualZones = ({ region }: Pick<Scope, 'region'>): readonly string[] => [`${region}a`, `${region}b`]

/** The customerCA.crt of a new cluster. */
export const newTrustAnchor = (clusterId: string, now: EpochMillis, secrets: Secrets) =>
  rootCertificate(`${clusterId} (simulated)`, now, secrets)

/** The Availability Zone of each active HSM. */
export function zonesOf({ zones }: ClusterRow): readonly string[] {
  return zones === '' ? [] : zones.split(' ')
}

/** Where the cluster is, in the sandbox of the caller. */
export function scopeOf({ accountId, region }: ClusterPlace, { sandbox, ...first }: Scope): Scope {
  return { sandbox, account: accountId ?? first.account, region: region ?? first.region }
}

export async function existingCluster(clusterId: string, scope: Scope, { store }: AdminPorts) {
  const row = await store.cluster(scope, clusterId)
  if (row) return row
  throw noSuchCluster(clusterId)
}

/** The password of kmsuser as it is stored. */
export async function sealedPassword(clusterId: string, password: Uint8Array, scope: Scope, { vault }: AdminPorts) {
  await vault.begin(scope)
  return vault.sealSecret(scope, clusterPasswordPurpose(clusterId), password)
}

/** What the password of a cluster is sealed for. */
export const clusterPasswordPurpose = (clusterId: string) => `cloudhsm-cluster:${clusterId}`
