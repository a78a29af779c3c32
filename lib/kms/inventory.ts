import type { KeyUse } from '#audit/event.ts'
import type { EpochMillis, KeyArn } from '#kernel/ids.ts'
import type { Tag } from '#model/api.ts'
import { AccessDenied, authorize, type Permits, permitsOnKeys } from './access.ts'
import { arnOf } from './domain/arn.ts'
import { requestConditions } from './domain/conditions.ts'
import type { KeyMetadata } from './domain/key-metadata.ts'
import { keyMetadata } from './domain/key-metadata.ts'
import { rotatesAutomatically } from './domain/rotation.ts'
import type { KeyStoreRow } from './domain/rows.ts'
import type { Context } from './operation.ts'
import type { Caller, KeyRecord, Ports } from './ports.ts'
import type { Read } from './recorded-read.ts'
import { recordedRead } from './recorded-read.ts'

/** A key as the console lists it. */
export interface InventoryEntry {
  readonly metadata: KeyMetadata
  readonly aliases: readonly string[]
  /** When each of its aliases was made or moved, in the order of `aliases`. */
  readonly aliasesUpdatedAt: readonly EpochMillis[]
  readonly tags: readonly Tag[]
  /** The newest event that used its material with success. */
  readonly lastUse?: KeyUse
  /** Of a key that rotates by itself; left out also where `kms:GetKeyRotationStatus` is not allowed. */
  readonly rotation?: { readonly periodInDays: number; readonly nextAt?: EpochMillis }
  /** How many grants are in force on it, where there are any and the caller may see them (`kms:ListGrants`). */
  readonly grants?: number
}

/** The keys of a Region, and what is counted beside them. */
export interface Holdings {
  readonly keys: readonly InventoryEntry[]
  /** Custom key stores; absent where the caller may not see them (`kms:DescribeCustomKeyStores`). */
  readonly keyStores?: number
}

/**
 * Every key of the caller's account and Region on which `kms:DescribeKey` is allowed, in one call: needs
 * `kms:ListKeys` and leaves one event. For the console only; AWS KMS has no such operation.
 */
export type Inventory = (caller: Caller) => Promise<readonly InventoryEntry[]>

export function createInventory(ports: Ports): Inventory {
  return (caller) => recordedRead(LIST, caller, ports)
}

/** As the inventory: one call, one event of the same name. */
export function createHoldings(ports: Ports): (caller: Caller) => Promise<Holdings> {
  return (caller) => recordedRead(HOLDINGS, caller, ports)
}

const ABOUT = { eventName: 'ListKeyInventory', action: 'kms:ListKeys', requestParameters: null } as const

const LIST: Read<readonly InventoryEntry[]> = { ...ABOUT, read: list, told: ({ length }) => ({ keys: length }) }

const HOLDINGS: Read<Holdings> = { ...ABOUT, read: hold, told: ({ keys }) => ({ keys: keys.length }) }

async function hold(context: Context): Promise<Holdings> {
  const [keys, keyStores] = await Promise.all([list(context), countKeyStores(context)])
  return { keys, ...(keyStores === undefined ? {} : { keyStores }) }
}

async function countKeyStores(context: Context): Promise<number | undefined> {
  return (await visibleKeyStores(context))?.length
}

/** The custom key stores of the caller's account and Region; undefined where the caller may not see them. */
export async function visibleKeyStores(context: Context): Promise<readonly KeyStoreRow[] | undefined> {
  const check = { action: 'kms:DescribeCustomKeyStores', resource: { kind: 'none' } } as const
  try {
    await authorize([{ ...check, context: requestConditions(context) }], context, [])
  } catch (thrown) {
    if (thrown instanceof AccessDenied) return undefined
    throw thrown
  }
  return context.ports.store.keyStores(context.scope)
}

async function list(context: Context): Promise<readonly InventoryEntry[]> {
  const { store } = context.ports
  const [records, uses, permitsOn] = await Promise.all([
    store.keyRecords(context.scope),
    store.lastUses(context.scope),
    permitsOnKeys(context),
  ])
  const entries: InventoryEntry[] = []
  for (const record of records) {
    const permits = permitsOn(record)
    if (permits('kms:DescribeKey')) entries.push(told(record, uses, permits))
  }
  return entries
}

function told(record: KeyRecord, uses: ReadonlyMap<string, KeyUse>, permits: Permits): InventoryEntry {
  const { key } = record
  return entryOf(record, uses, {
    rotation: rotatesAutomatically(key) && permits('kms:GetKeyRotationStatus'),
    grants: key.grantCount > 0 && permits('kms:ListGrants'),
  })
}

function rotationOf({ key }: KeyRecord): Pick<InventoryEntry, 'rotation'> {
  if (!rotatesAutomatically(key)) return {}
  const { rotationPeriodInDays: periodInDays, nextRotationAt: nextAt } = key
  return { rotation: { periodInDays, ...(nextAt === null ? {} : { nextAt }) } }
}

/** What else is told of a key. */
interface Told {
  readonly rotation: boolean
  readonly grants: boolean
}

interface Known extends Told {
  readonly arn: KeyArn
  readonly lastUse: KeyUse | undefined
  readonly entry: InventoryEntry
}

const NO_MORE: Told = { rotation: false, grants: false }
const known = new WeakMap<KeyRecord, Known>()

/** `uses` by key ARN. The same object while nothing changes: nor do records and uses become other ones. */
export function entryOf(
  record: KeyRecord,
  uses: ReadonlyMap<string, KeyUse>,
  { rotation, grants }: Told = NO_MORE,
): InventoryEntry {
  const before = known.get(record)
  const arn = before?.arn ?? arnOf(record.key)
  const lastUse = uses.get(arn)
  if (before?.lastUse === lastUse && before?.rotation === rotation && before.grants === grants) return before.entry
  const entry = {
    ...(before ? basicsOf(before.entry) : basics(record)),
    ...(lastUse && { lastUse }),
    ...(rotation && rotationOf(record)),
    ...(grants && { grants: record.key.grantCount }),
  }
  known.set(record, { arn, lastUse, rotation, grants, entry })
  return entry
}

type Basics = Pick<InventoryEntry, 'metadata' | 'aliases' | 'aliasesUpdatedAt' | 'tags'>

function basicsOf({ metadata, aliases, aliasesUpdatedAt, tags }: InventoryEntry): Basics {
  return { metadata, aliases, aliasesUpdatedAt, tags }
}

function basics(record: KeyRecord): Basics {
  const { aliases, tags } = record
  return {
    metadata: keyMetadata(record),
    aliases: aliases.map((alias) => alias.name),
    aliasesUpdatedAt: aliases.map((alias) => alias.updatedAt),
    tags: tags.map((tag) => ({ TagKey: tag.tagKey, TagValue: tag.tagValue })),
  }
}
