import type { GrantListEntry } from '#model/api.ts'
import { permitsOnKeys } from './access.ts'
import { grantEntry } from './domain/grant.ts'
import { ownerOf } from './domain/material.ts'
import type { Context } from './operation.ts'
import type { Caller, KeyRecord, Ports } from './ports.ts'
import type { Read } from './recorded-read.ts'
import { recordedRead } from './recorded-read.ts'

/** The most grants that are told at once: one key may have 50,000. */
const MOST_GRANTS = 10_000

/** Grants in force on the keys of a Region. */
export interface GrantInventory {
  readonly grants: readonly GrantListEntry[]
  /** Whether there are more than were told. */
  readonly isCut: boolean
}

/**
 * The grants in force on every key of the caller's account and Region on which `kms:ListGrants` is allowed, in one
 * call: needs `kms:ListKeys` and leaves one event. For the console only; AWS KMS has no such operation.
 */
export type ListGrantInventory = (caller: Caller) => Promise<GrantInventory>

export function createGrantInventory(ports: Ports): ListGrantInventory {
  return (caller) => recordedRead(LIST, caller, ports)
}

const LIST: Read<GrantInventory> = {
  eventName: 'ListGrantInventory',
  action: 'kms:ListKeys',
  requestParameters: null,
  read: list,
  told: ({ grants }) => ({ grants: grants.length }),
}

async function list(context: Context): Promise<GrantInventory> {
  const [records, permitsOn] = await Promise.all([
    context.ports.store.keyRecords(context.scope),
    permitsOnKeys(context),
  ])
  const granted = records.filter((record) => record.key.grantCount > 0 && permitsOn(record)('kms:ListGrants'))
  const grants: GrantListEntry[] = []
  for (const record of granted) {
    grants.push(...(await grantsOf(record, MOST_GRANTS + 1 - grants.length, context)))
    if (grants.length > MOST_GRANTS) return { grants: grants.slice(0, MOST_GRANTS), isCut: true }
  }
  return { grants, isCut: false }
}

async function grantsOf({ key }: KeyRecord, limit: number, { ports }: Context): Promise<readonly GrantListEntry[]> {
  const { scope, keyId } = ownerOf(key)
  return (await ports.store.grants(scope, keyId, { limit })).map(grantEntry)
}
