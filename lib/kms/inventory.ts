import type { KeyUse } from '#audit/event.ts'
import type { Tag } from '#model/api.ts'
import { isPermitted } from './access.ts'
import { arnOf } from './domain/arn.ts'
import { keyConditions } from './domain/conditions.ts'
import type { KeyMetadata } from './domain/key-metadata.ts'
import { keyMetadata } from './domain/key-metadata.ts'
import type { Context } from './operation.ts'
import type { Caller, KeyRecord, Ports } from './ports.ts'
import type { Read } from './recorded-read.ts'
import { recordedRead } from './recorded-read.ts'

/** A key as the console lists it. */
export interface InventoryEntry {
  readonly metadata: KeyMetadata
  readonly aliases: readonly string[]
  readonly tags: readonly Tag[]
  /** The newest event that used its material with success. */
  readonly lastUse?: KeyUse
}

/**
 * Every key of the caller's account and Region on which `kms:DescribeKey` is allowed, in one call: needs
 * `kms:ListKeys` and leaves one event. For the console only; AWS KMS has no such operation.
 */
export type Inventory = (caller: Caller) => Promise<readonly InventoryEntry[]>

export function createInventory(ports: Ports): Inventory {
  return (caller) => recordedRead(LIST, caller, ports)
}

const LIST: Read<readonly InventoryEntry[]> = {
  eventName: 'ListKeyInventory',
  action: 'kms:ListKeys',
  requestParameters: null,
  read: list,
  told: ({ length }) => ({ keys: length }),
}

async function list(context: Context): Promise<readonly InventoryEntry[]> {
  const { store } = context.ports
  const [records, uses, allowed] = await Promise.all([
    store.keyRecords(context.scope),
    store.lastUses(context.scope),
    isPermitted('kms:DescribeKey', context),
  ])
  return records
    .filter((record) => allowed(record, keyConditions(record, context)))
    .map((record) => entryOf(record, uses.get(arnOf(record.key))))
}

function entryOf(record: KeyRecord, lastUse: KeyUse | undefined): InventoryEntry {
  const { aliases, tags } = record
  return {
    metadata: keyMetadata(record),
    aliases: aliases.map((alias) => alias.name),
    tags: tags.map((tag) => ({ TagKey: tag.tagKey, TagValue: tag.tagValue })),
    ...(lastUse ? { lastUse } : {}),
  }
}
