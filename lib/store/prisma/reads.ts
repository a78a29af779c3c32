import type { EpochMillis, SandboxId } from '#kernel/ids.ts'
import { dueAt } from '#kms/domain/due.ts'
import type { KeyRow, Rows, Stored, Table } from '#kms/domain/rows.ts'
import type { Reads } from '#kms/ports.ts'
import { findEvent, findEvents, findLastUses } from './events.ts'
import type { Key, PrismaClient } from './generated/client.ts'
import { keyRecords } from './key-records.ts'
import { fromDb } from './tables.ts'

/**
 * Reads from the database, on a connection of their own. Each takes its rows by statements that stand alone, never
 * in a transaction: other reads would join it and see the past.
 */
export function prismaReads(client: PrismaClient): Reads {
  return {
    async key(scope, keyId) {
      const [record] = await keyRecords(client, scope, keyId)
      return record
    },
    async alias({ sandbox, account, region }, name) {
      return one<'alias'>(await client.alias.findFirst({ where: { sandbox, account, region, name } }))
    },
    async keys({ sandbox, account, region }, { after, limit }) {
      const where = { sandbox, account, region, ...(after !== undefined && { keyId: { gt: after } }) }
      return all<'key'>(await client.key.findMany({ where, orderBy: { keyId: 'asc' }, take: limit }))
    },
    keyRecords: (scope) => keyRecords(client, scope),
    async aliases({ sandbox, account, region }, { after, limit }, keyId) {
      const where = {
        ...{ sandbox, account, region },
        ...(keyId !== undefined && { keyId }),
        ...(after !== undefined && { name: { gt: after } }),
      }
      return all<'alias'>(await client.alias.findMany({ where, orderBy: { name: 'asc' }, take: limit }))
    },
    async policy({ sandbox, account, region }, keyId, number) {
      return one<'policy'>(await client.policy.findFirst({ where: { sandbox, account, region, keyId, number } }))
    },
    async domainKeys() {
      const order = (['sandbox', 'account', 'region', 'number'] as const).map((name) => ({ [name]: 'asc' as const }))
      return all<'domainKey'>(await client.domainKey.findMany({ orderBy: order }))
    },
    due: (sandbox, time, limit) => due(client, sandbox, limit, time),
    async nextDue(sandbox) {
      const [first] = await due(client, sandbox, 1)
      return first && (dueAt(first) ?? undefined)
    },
    async session(id) {
      return one<'session'>(await client.session.findFirst({ where: { id } }))
    },
    async instance() {
      return all<'instance'>(await client.instance.findMany({ orderBy: { name: 'asc' } }))
    },
    events: (query) => findEvents(client, query),
    event: (sandbox, eventId) => findEvent(client, sandbox, eventId),
    lastUses: (scope) => findLastUses(client, scope),
  }
}

/** Keys that fall due by themselves, earliest first; all of them, or those due by `time`. See `dueAt`. */
async function due(
  client: PrismaClient,
  sandbox: SandboxId,
  take: number,
  time?: EpochMillis,
): Promise<readonly Stored<KeyRow>[]> {
  const when = time === undefined ? { not: null } : { lte: time }
  const deletions = await client.key.findMany({
    where: { sandbox, state: 'PendingDeletion', deletionAt: when },
    orderBy: { deletionAt: 'asc' },
    take,
  })
  const rotations = await client.key.findMany({
    where: { sandbox, state: 'Enabled', nextRotationAt: when },
    orderBy: { nextRotationAt: 'asc' },
    take,
  })
  return earliestFirst([...deletions, ...rotations]).slice(0, take)
}

function earliestFirst(keys: readonly Key[]): readonly Stored<KeyRow>[] {
  return all<'key'>(keys).toSorted((a, b) => Number(dueAt(a)) - Number(dueAt(b)))
}

function all<T extends Table>(rows: readonly object[]): readonly Stored<Rows[T]>[] {
  return rows.map((row) => fromDb<T>(row))
}

function one<T extends Table>(row: object | null): Stored<Rows[T]> | undefined {
  return row ? fromDb<T>(row) : undefined
}
