import type { KeyUse } from '#audit/event.ts'
import { DAY } from '#kernel/clock.ts'
import type { Context } from '../operation.ts'
import type { KeyRecord } from '../ports.ts'
import { arnOf } from './arn.ts'
import type { MoreConditions } from './conditions.ts'
import { ownerOf } from './material.ts'

/** The newest event that used the key; a replica does not count those of one that had its place, and ARN, before it. */
export async function lastUseOf({ key }: KeyRecord, { ports }: Context): Promise<KeyUse | undefined> {
  const event = await ports.store.lastUse(ownerOf(key).scope, arnOf(key))
  return event && event.eventTime >= key.createdAt ? event : undefined
}

/** `kms:TrailingDaysWithoutKeyUsage`: whole days since the key was last used, or made where it never was. */
export async function withoutUse(record: KeyRecord, context: Context): Promise<MoreConditions> {
  const last = await lastUseOf(record, context)
  const days = Math.floor((context.now - (last?.eventTime ?? record.key.createdAt)) / DAY)
  return { 'kms:trailingdayswithoutkeyusage': String(days) }
}
