import type { AuditEvent } from '#audit/event.ts'
import type { Attempt } from '#audit/recorded.ts'
import { recorded } from '#audit/recorded.ts'
import type { ServiceError } from '#kernel/service-error.ts'
import { isServiceError } from '#kernel/service-error.ts'
import type { Tag } from '#model/api.ts'
import type { DecisionReference } from '#policy/reference.ts'
import { AccessDenied, authorize, isPermitted } from './access.ts'
import { contextOf } from './context.ts'
import { arnOf } from './domain/arn.ts'
import { keyConditions, requestConditions } from './domain/conditions.ts'
import type { KeyMetadata } from './domain/key-metadata.ts'
import { keyMetadata } from './domain/key-metadata.ts'
import type { Write } from './domain/writes.ts'
import { internal } from './errors.ts'
import type { Context } from './operation.ts'
import type { Caller, KeyRecord, Ports } from './ports.ts'
import { eventOf } from './trail.ts'

/** A key as the console lists it. */
export interface InventoryEntry {
  readonly metadata: KeyMetadata
  readonly aliases: readonly string[]
  readonly tags: readonly Tag[]
  /** The newest event that used its material with success. */
  readonly lastUse?: AuditEvent
}

/**
 * Every key of the caller's account and Region on which `kms:DescribeKey` is allowed, in one call: needs
 * `kms:ListKeys` and leaves one event. For the console only; AWS KMS has no such operation.
 */
export type Inventory = (caller: Caller) => Promise<readonly InventoryEntry[]>

const NAME = 'ListKeyInventory'

export function createInventory(ports: Ports): Inventory {
  return (caller) => recorded(ports.store, () => attempt(contextOf(ports, caller)), internal)
}

async function attempt(context: Context): Promise<Attempt<readonly InventoryEntry[], Write>> {
  const about = {
    context,
    eventName: NAME,
    readOnly: true,
    resources: [],
    requestParameters: null,
    responseElements: null,
  }
  const check = { action: 'kms:ListKeys', resource: { kind: 'none' }, context: requestConditions(context) } as const
  let decisions: readonly DecisionReference[] = []
  try {
    decisions = await authorize([check], context)
    const answer = await list(context)
    const additionalEventData = { keys: answer.length }
    return { outcome: { answer }, writes: [], events: [eventOf({ ...about, decisions, additionalEventData })] }
  } catch (thrown) {
    const error: ServiceError = isServiceError(thrown) ? thrown : internal(thrown)
    if (error instanceof AccessDenied) decisions = [error.decision]
    return { outcome: { error }, writes: [], events: [eventOf({ ...about, decisions, error })] }
  }
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

function entryOf({ key, aliases, tags }: KeyRecord, lastUse: AuditEvent | undefined): InventoryEntry {
  return {
    metadata: keyMetadata(key),
    aliases: aliases.map((alias) => alias.name),
    tags: tags.map((tag) => ({ TagKey: tag.tagKey, TagValue: tag.tagValue })),
    ...(lastUse ? { lastUse } : {}),
  }
}
