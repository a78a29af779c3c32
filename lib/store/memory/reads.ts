import type { KeyId, SandboxId } from '#kernel/ids.ts'
import type { Scope } from '#kernel/scope.ts'
import { sameScope } from '#kernel/scope.ts'
import type { GrantRow, KeyRow, ServiceItemRow, SessionRow, Stored } from '#kms/domain/rows.ts'
import type { GrantPlace, KeyRecord, Page, Population } from '#kms/ports.ts'
import type { SourceReads } from '../key-lists.ts'
import { keyRecord } from '../key-record.ts'
import { memoryIamReads } from './iam-reads.ts'
import type { MemoryLog } from './log.ts'
import { MemorySnapshots } from './snapshots.ts'
import type { MemoryTables } from './tables.ts'

export function memoryReads(
  tables: MemoryTables,
  log: MemoryLog,
  kept = new MemorySnapshots(tables, log),
): SourceReads {
  return {
    ...memoryIamReads(tables),
    async key(scope, keyId) {
      const key = tables.get('key', { ...scope, keyId })
      return key && record(tables, key)
    },
    async keyOwner({ sandbox, region }, keyId) {
      const isAsked = (row: KeyRow) => row.sandbox === sandbox && row.region === region && row.keyId === keyId
      return tables.where('key', isAsked)[0]?.account
    },
    alias: async (scope, name) => tables.get('alias', { ...scope, name }),
    async keys(scope, page) {
      return part(
        tables.where('key', (row) => sameScope(row, scope)),
        page,
        (row) => row.keyId,
      )
    },
    async keyRecords(scope, keyIds) {
      const isAsked = (row: KeyRow) => sameScope(row, scope) && (keyIds?.includes(row.keyId) ?? true)
      return tables.where('key', isAsked).map((key) => record(tables, key))
    },
    async aliases(scope, page, keyId) {
      const rows = tables.where('alias', (row) => sameScope(row, scope) && (keyId ?? row.keyId) === row.keyId)
      return part(rows, page, (row) => row.name)
    },
    async grants(scope, keyId, page, grantee) {
      return part(grantsOn(tables, scope, keyId, grantee), page, (row) => row.grantId)
    },
    grantsTo: async (scope, keyId, grantee) => grantsOn(tables, scope, keyId, grantee),
    grant: async (scope, keyId, grantId) => tables.get('grant', { ...scope, keyId, grantId }),
    async retirableGrants({ sandbox, region }, retiree, { after, limit }) {
      const placeOf = (row: GrantPlace) => `${row.account}/${row.keyId}/${row.grantId}`
      return tables
        .where('grant', (row) => row.sandbox === sandbox && row.region === region && row.retiree === retiree)
        .filter((row) => row.endedAt === null && (after === undefined || placeOf(row) > placeOf(after)))
        .slice(0, limit)
    },
    keyStores: async (scope) => tables.where('keyStore', (row) => sameScope(row, scope)),
    keyStoresIn: async (sandbox, state) => {
      return tables.where('keyStore', (row) => row.sandbox === sandbox && row.state === state)
    },
    async keyOfExternal(scope, { customKeyStoreId, xksKeyId }) {
      const isAsked = (row: KeyRow) => row.customKeyStoreId === customKeyStoreId && row.xksKeyId === xksKeyId
      return tables.where('key', (row) => sameScope(row, scope) && isAsked(row))[0]
    },
    cluster: async (scope, clusterId) => tables.get('cluster', { ...scope, clusterId }),
    clusters: async (sandbox) => tables.where('cluster', (row) => row.sandbox === sandbox),
    policy: async (scope, keyId, number) => tables.get('policy', { ...scope, keyId, number }),
    serviceItem: async (key) => tables.get('serviceItem', key),
    serviceItems: async ({ service, kind, ...scope }, prefix = '') => {
      const isAsked = (row: ServiceItemRow) =>
        row.service === service && row.kind === kind && row.id.startsWith(prefix) && sameScope(row, scope)
      return tables.where('serviceItem', isAsked)
    },
    domainKeys: async () => tables.where('domainKey', () => true),
    async due(sandbox, time, limit) {
      return dueKeys(tables, sandbox)
        .filter((key) => Number(key.dueAt) <= time)
        .slice(0, limit)
    },
    async dueRecords(sandbox, time, limit) {
      const due = dueKeys(tables, sandbox).filter((key) => Number(key.dueAt) <= time)
      return due.slice(0, limit).map((key) => record(tables, key))
    },
    async nextDue(sandbox) {
      const [first] = dueKeys(tables, sandbox)
      return first?.dueAt ?? undefined
    },
    session: async (id) => tables.get('session', { id }),
    async sessionsOf({ sandbox, account, principalId }, since) {
      const isAsked = (row: SessionRow) =>
        row.sandbox === sandbox && row.account === account && row.principalId === principalId && row.createdAt >= since
      return tables.where('session', (row) => isAsked(row) && row.revokedAt === null)
    },
    loginProfile: async (key) => tables.get('loginProfile', key),
    loginProfiles: async (sandbox) => tables.where('loginProfile', (row) => row.sandbox === sandbox),
    instance: async () => tables.where('instance', () => true),
    sandbox: async (id) => tables.get('sandbox', { id }),
    sandboxes: async () => tables.where('sandbox', () => true),
    populations: async () => populations(tables),
    snapshot: async (sandboxId, name) => tables.get('snapshot', { sandboxId, name }),
    snapshots: async (sandboxId) => tables.where('snapshot', (row) => row.sandboxId === sandboxId),
    takenAccessKeys: async (sandbox, snapshot) => kept.taken(sandbox, snapshot),
    draw: async (scope, kind) => tables.get('draw', { ...scope, kind }),
    subtree: async (sandbox, subtree) => log.subtree(sandbox, subtree),
    tail: async (sandbox, after) => log.tail(sandbox, after),
    async checkpoint(sandbox, size = Number.POSITIVE_INFINITY) {
      return tables.where('checkpoint', (row) => row.sandbox === sandbox && row.size <= size).at(-1)
    },
    events: async (query) => log.find(query),
    eventCounts: async (selection, bucketMillis) => log.counts(selection, bucketMillis),
    eventGroups: async (selection, by) => log.groups(selection, by),
    callCounts: async (part, names) => log.callCounts(part, names),
    event: async (sandbox, eventId) => log.get(sandbox, eventId),
    lastUses: async (scope, keyArns) => log.lastUses(scope, keyArns),
    lastUse: async (scope, keyArn) => log.lastUses(scope).get(keyArn),
  }
}

function record(tables: MemoryTables, key: Stored<KeyRow>): KeyRecord {
  const ofKey = (row: Scope & Pick<KeyRow, 'keyId'>) => sameScope(row, key) && row.keyId === key.keyId
  return keyRecord({
    key,
    policy: tables.get('policy', { ...key, number: key.policyVersion }),
    materials: tables.where('material', ofKey),
    tags: tables.where('tag', ofKey),
    aliases: tables.where('alias', ofKey),
    keyStore: tables.where(
      'keyStore',
      (row) => sameScope(row, key) && row.customKeyStoreId === key.customKeyStoreId,
    )[0],
  })
}

function grantsOn(tables: MemoryTables, scope: Scope, keyId: KeyId, grantee?: string): Stored<GrantRow>[] {
  const isAsked = (row: GrantRow) =>
    row.keyId === keyId && row.endedAt === null && (grantee ?? row.grantee) === row.grantee
  return tables.where('grant', (row) => sameScope(row, scope) && isAsked(row))
}

function dueKeys(tables: MemoryTables, sandbox: SandboxId): Stored<KeyRow>[] {
  return tables
    .where('key', (row) => row.sandbox === sandbox && row.dueAt !== null)
    .sort((a, b) => Number(a.dueAt) - Number(b.dueAt))
}

function part<R, K extends string>(rows: readonly R[], { after, limit }: Page<K>, nameOf: (row: R) => K): R[] {
  return rows.filter((row) => after === undefined || nameOf(row) > after).slice(0, limit)
}

function populations(tables: MemoryTables): readonly Population[] {
  const of = (table: 'account' | 'key') =>
    Map.groupBy(
      tables.where(table, () => true),
      ({ sandbox }) => sandbox,
    )
  const [accounts, keys] = [of('account'), of('key')]
  return [...new Set([...accounts.keys(), ...keys.keys()])].map((sandbox) => ({
    sandbox,
    accounts: accounts.get(sandbox)?.length ?? 0,
    keys: keys.get(sandbox)?.length ?? 0,
  }))
}
