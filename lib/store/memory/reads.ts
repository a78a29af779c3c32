import type { SandboxId } from '#kernel/ids.ts'
import type { Scope } from '#kernel/scope.ts'
import { sameScope } from '#kernel/scope.ts'
import { dueAt } from '#kms/domain/due.ts'
import type { KeyRow, Stored } from '#kms/domain/rows.ts'
import type { KeyRecord, Page, Reads } from '#kms/ports.ts'
import { keyRecord } from '../key-record.ts'
import type { MemoryLog } from './log.ts'
import type { MemoryTables } from './tables.ts'

export function memoryReads(tables: MemoryTables, log: MemoryLog): Reads {
  return {
    async key(scope, keyId) {
      const key = tables.get('key', { ...scope, keyId })
      return key && record(tables, key)
    },
    alias: async (scope, name) => tables.get('alias', { ...scope, name }),
    async keys(scope, page) {
      return part(
        tables.where('key', (row) => sameScope(row, scope)),
        page,
        (row) => row.keyId,
      )
    },
    async keyRecords(scope) {
      return tables.where('key', (row) => sameScope(row, scope)).map((key) => record(tables, key))
    },
    async aliases(scope, page, keyId) {
      const rows = tables.where('alias', (row) => sameScope(row, scope) && (keyId ?? row.keyId) === row.keyId)
      return part(rows, page, (row) => row.name)
    },
    policy: async (scope, keyId, number) => tables.get('policy', { ...scope, keyId, number }),
    domainKeys: async () => tables.where('domainKey', () => true),
    async due(sandbox, time, limit) {
      return dueKeys(tables, sandbox)
        .filter((key) => Number(dueAt(key)) <= time)
        .slice(0, limit)
    },
    async nextDue(sandbox) {
      const [first] = dueKeys(tables, sandbox)
      return first && (dueAt(first) ?? undefined)
    },
    session: async (id) => tables.get('session', { id }),
    instance: async () => tables.where('instance', () => true),
    events: async (query) => log.find(query),
    event: async (sandbox, eventId) => log.get(sandbox, eventId),
    lastUses: async (scope) => log.lastUses(scope),
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
  })
}

function dueKeys(tables: MemoryTables, sandbox: SandboxId): Stored<KeyRow>[] {
  return tables
    .where('key', (row) => row.sandbox === sandbox && dueAt(row) !== null)
    .sort((a, b) => Number(dueAt(a)) - Number(dueAt(b)))
}

function part<R, K extends string>(rows: readonly R[], { after, limit }: Page<K>, nameOf: (row: R) => K): R[] {
  return rows.filter((row) => after === undefined || nameOf(row) > after).slice(0, limit)
}
