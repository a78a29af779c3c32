import type { AccountId, EpochMillis, SandboxId } from '#kernel/ids.ts'
import type { KeyRow, Stored } from '#kms/domain/rows.ts'
import type { Reads } from '#kms/ports.ts'
import type { EventSearch } from './event-search.ts'
import { findEvent, findLastUse, findLastUses } from './events.ts'
import type { PrismaClient } from './generated/client.ts'
import { prismaIamReads } from './iam-reads.ts'
import { keyRecords } from './key-records.ts'
import { all, one } from './tables.ts'
import { findSubtree } from './trees.ts'

/**
 * Reads from the database, on a connection of their own. Each takes its rows by statements that stand alone, never
 * in a transaction: other reads would join it and see the past.
 */
export function prismaReads(client: PrismaClient, search: EventSearch): Reads {
  return {
    ...prismaIamReads(client),
    async key(scope, keyId) {
      const [record] = await keyRecords(client, scope, keyId)
      return record
    },
    async keyOwner({ sandbox, region }, keyId) {
      const key = await client.key.findFirst({ where: { sandbox, keyId, region }, select: { account: true } })
      return key?.account as AccountId | undefined
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
    async grants({ sandbox, account, region }, keyId, { after, limit }, grantee) {
      const where = {
        ...{ sandbox, account, region, keyId, endedAt: null },
        ...(grantee !== undefined && { grantee }),
        ...(after !== undefined && { grantId: { gt: after } }),
      }
      return all<'grant'>(await client.grant.findMany({ where, orderBy: { grantId: 'asc' }, take: limit }))
    },
    async grantsTo({ sandbox, account, region }, keyId, grantee) {
      const where = { sandbox, account, region, keyId, grantee, endedAt: null }
      return all<'grant'>(await client.grant.findMany({ where, orderBy: { grantId: 'asc' } }))
    },
    async grant({ sandbox, account, region }, keyId, grantId) {
      return one<'grant'>(await client.grant.findFirst({ where: { sandbox, account, region, keyId, grantId } }))
    },
    async retirableGrants({ sandbox, region }, retiree, { after, limit }) {
      const where = {
        ...{ sandbox, region, retiree, endedAt: null },
        ...(after !== undefined && {
          OR: [
            { account: { gt: after.account } },
            { account: after.account, keyId: { gt: after.keyId } },
            { account: after.account, keyId: after.keyId, grantId: { gt: after.grantId } },
          ],
        }),
      }
      const order = (['account', 'keyId', 'grantId'] as const).map((name) => ({ [name]: 'asc' as const }))
      return all<'grant'>(await client.grant.findMany({ where, orderBy: order, take: limit }))
    },
    async keyStores({ sandbox, account, region }) {
      const where = { sandbox, account, region }
      return all<'keyStore'>(await client.keyStore.findMany({ where, orderBy: { number: 'asc' } }))
    },
    async keyStoresIn(sandbox, state) {
      const order = (['account', 'region', 'number'] as const).map((name) => ({ [name]: 'asc' as const }))
      return all<'keyStore'>(await client.keyStore.findMany({ where: { sandbox, state }, orderBy: order }))
    },
    async keyOfExternal({ sandbox, account, region }, { customKeyStoreId, xksKeyId }) {
      const where = { sandbox, account, region, customKeyStoreId, xksKeyId }
      return one<'key'>(await client.key.findFirst({ where }))
    },
    async cluster({ sandbox, account, region }, clusterId) {
      return one<'cluster'>(await client.cluster.findFirst({ where: { sandbox, account, region, clusterId } }))
    },
    async clusters(sandbox) {
      const order = (['account', 'region', 'clusterId'] as const).map((name) => ({ [name]: 'asc' as const }))
      return all<'cluster'>(await client.cluster.findMany({ where: { sandbox }, orderBy: order }))
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
      return first?.dueAt ?? undefined
    },
    async session(id) {
      return one<'session'>(await client.session.findFirst({ where: { id } }))
    },
    async instance() {
      return all<'instance'>(await client.instance.findMany({ orderBy: { name: 'asc' } }))
    },
    subtree: (sandbox, subtree) => findSubtree(client, sandbox, subtree),
    async tail(sandbox, after) {
      const [tail] = await client.$queryRaw<{ events: bigint; seconds: bigint }[]>`
        SELECT count(*) AS "events", count(DISTINCT "wallTime" / 1000) AS "seconds"
        FROM "events" WHERE "sandbox" = ${sandbox} AND "seq" > ${after}`
      return { events: Number(tail?.events ?? 0), seconds: Number(tail?.seconds ?? 0) }
    },
    async checkpoint(sandbox, size) {
      const where = { sandbox, ...(size !== undefined && { size: { lte: size } }) }
      return one<'checkpoint'>(await client.checkpoint.findFirst({ where, orderBy: { size: 'desc' } }))
    },
    events: (query) => search.find(query),
    eventCounts: (selection, bucketMillis) => search.counts(selection, bucketMillis),
    eventGroups: (selection, by) => search.groups(selection, by),
    event: (sandbox, eventId) => findEvent(client, sandbox, eventId),
    lastUses: (scope) => findLastUses(client, scope),
    lastUse: (scope, keyArn) => findLastUse(client, scope, keyArn),
  }
}

/** Keys that fall due by themselves, earliest first; all of them, or those due by `time`. See `dueAt`. */
async function due(
  client: PrismaClient,
  sandbox: SandboxId,
  take: number,
  time?: EpochMillis,
): Promise<readonly Stored<KeyRow>[]> {
  const where = { sandbox, dueAt: time === undefined ? { not: null } : { lte: time } }
  return all<'key'>(await client.key.findMany({ where, orderBy: { dueAt: 'asc' }, take }))
}
