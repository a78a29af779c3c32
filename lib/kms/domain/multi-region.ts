import type { EventDraft } from '#audit/event.ts'
import type { EpochMillis, Region } from '#kernel/ids.ts'
import { unsupported } from '../errors.ts'
import type { Context } from '../operation.ts'
import type { KeyRecord, Ports } from '../ports.ts'
import { synchronizeEvent } from '../trail.ts'
import { arnOf } from './arn.ts'
import { ownerOf } from './material.ts'
import type { KeyRow, Stored } from './rows.ts'
import type { NewRow, Write } from './writes.ts'
import { update } from './writes.ts'

type Place = Pick<KeyRow, 'region' | 'primaryRegion' | 'replicaRegions'>
type MultiRegionPlace = { readonly primaryRegion: Region; readonly replicaRegions: string }

export function isMultiRegion<K extends Place>(key: K): key is K & MultiRegionPlace {
  return key.primaryRegion !== null
}

export function multiRegionType(key: Place): 'PRIMARY' | 'REPLICA' {
  return key.primaryRegion === key.region ? 'PRIMARY' : 'REPLICA'
}

export function isReplica(key: Place): boolean {
  return isMultiRegion(key) && multiRegionType(key) === 'REPLICA'
}

/** In order. */
export function replicaRegionsOf({ replicaRegions }: Pick<KeyRow, 'replicaRegions'>): readonly Region[] {
  return replicaRegions ? (replicaRegions.split(' ') as Region[]) : []
}

/** The column of a set of Regions. */
export function replicaRegionsText(regions: Iterable<Region>): string {
  return [...new Set(regions)].sort().join(' ')
}

/** What only the primary of a multi-Region key does for all of its members; single-Region keys do it for themselves. */
export function assertNotReplica(key: KeyRow): void {
  if (isReplica(key)) throw notPrimary(key)
}

/** What only the primary of a multi-Region key can do. */
export function assertPrimary(key: KeyRow): void {
  if (!isMultiRegion(key) || isReplica(key)) throw notPrimary(key)
}

const notPrimary = (key: KeyRow) => unsupported(`${arnOf(key)} is not a multi-region primary key.`)

/** A member that has gone since the key was read has changed the key: what is planned on it will be stale. */
async function hasMoved(key: Stored<KeyRow>, store: Ports['store']): Promise<boolean> {
  const now = await store.key(ownerOf(key).scope, key.keyId)
  return now?.key.version !== key.version
}

/** All members of the key, itself first; a single-Region key is alone. */
export async function membersOf(record: KeyRecord, { store }: Ports): Promise<readonly KeyRecord[]> {
  const { key } = record
  if (!isMultiRegion(key)) return [record]
  const regions = [key.primaryRegion, ...replicaRegionsOf(key)].filter((region) => region !== key.region)
  const others = await Promise.all(regions.map((region) => store.key({ ...ownerOf(key).scope, region }, key.keyId)))
  const found = others.filter((member) => member !== undefined)
  const isExplained = found.length === others.length || (await hasMoved(key, store))
  if (!isExplained) throw new Error(`key ${key.keyId} lacks members: the database was changed`)
  return [record, ...found]
}

/** One change of what the members share. Each row is written, so that their versions move together. */
export function updateMembers(members: readonly KeyRecord[], change: Partial<NewRow<'key'>>): readonly Write[] {
  return members.map(({ key }) => update('key', key, change))
}

/** Tells in the Region of each replica that what it shares with its primary has changed there. */
export function synchronizeEvents(members: readonly KeyRecord[], at: EpochMillis, ports: Ports): EventDraft[] {
  return members.flatMap(({ key }) => (isReplica(key) ? [synchronizeEvent(key, at, ports)] : []))
}

/** The same call as if it had been made in another Region. */
export function inRegion(context: Context, region: Region): Context {
  const scope = { ...context.scope, region }
  return { ...context, scope, caller: { ...context.caller, scope } }
}
