import type { KeyUse } from '#audit/event.ts'
import type { Region } from '#kernel/ids.ts'
import { regions } from '#model/regions.ts'
import { permitsOnKeys } from './access.ts'
import { isHeld } from './domain/material.ts'
import { inRegion, isMultiRegion } from './domain/multi-region.ts'
import { entryOf, type InventoryEntry } from './inventory.ts'
import type { Context } from './operation.ts'
import type { Caller, KeyRecord, Ports } from './ports.ts'
import type { Read } from './recorded-read.ts'
import { recordedRead } from './recorded-read.ts'

/** A member of a multi-Region key, in a Region of its own. */
export interface FamilyMember extends InventoryEntry {
  readonly region: Region
  /** How many key materials it knows, and how many of them are there. */
  readonly materials: { readonly known: number; readonly held: number }
}

/**
 * The members of every multi-Region key of the caller's account in all Regions, as far as `kms:DescribeKey` is allowed
 * on them there, in one call: needs `kms:ListKeys` and leaves one event. For the console only.
 */
export type Families = (caller: Caller) => Promise<readonly FamilyMember[]>

export function createFamilies(ports: Ports): Families {
  return (caller) => recordedRead(LIST, caller, ports)
}

const LIST: Read<readonly FamilyMember[]> = {
  eventName: 'ListKeyFamilies',
  action: 'kms:ListKeys',
  requestParameters: null,
  read: async (context) => (await Promise.all(regions.map(({ region }) => membersIn(region, context)))).flat(),
  told: ({ length }) => ({ keys: length }),
}

async function membersIn(region: Region, from: Context): Promise<readonly FamilyMember[]> {
  const context = inRegion(from, region)
  const { store } = context.ports
  const members = (await store.keyRecords(context.scope)).filter(({ key }) => isMultiRegion(key))
  if (members.length === 0) return []
  const [uses, permitsOn] = await Promise.all([store.lastUses(context.scope), permitsOnKeys(context)])
  return members
    .filter((record) => permitsOn(record)('kms:DescribeKey'))
    .map((record) => memberOf(region, record, uses))
}

function memberOf(region: Region, record: KeyRecord, uses: ReadonlyMap<string, KeyUse>): FamilyMember {
  const { materials } = record
  return {
    ...entryOf(record, uses),
    region,
    materials: { known: materials.length, held: materials.filter(isHeld).length },
  }
}
