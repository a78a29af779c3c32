import type { AccountId, EpochMillis, SandboxId } from '#kernel/ids.ts'
import type { KeyRow, Stored } from '#kms/domain/rows.ts'
import type { Population } from '#kms/ports.ts'
import type { SourceReads } from '../key-lists.ts'
import { callCounts } from './call-counts.ts'
import type { EventSearch } from './event-search.ts'
import { findEvent, findLastUse, findLastUses } from './events.ts'
import type { PrismaClient } from './generated/client.ts'
import { prismaIamReads } from './iam-reads.ts'
import { dueRecords, keyRecords } from './key-records.ts'
import { all, one } from './tables.ts'
import { findSubtree } from './trees.ts'
import { takenAccessKeys } from './whole-sandbox.ts'

/** Behind every text that begins so. */
const LAST_CHARACTER = '\u{10ffff}'

/**
 * Reads from the database, on a connection of their own. Each takes its rows by statements that stand alone, never
 * in a transaction: other reads would join it and see the past.
 */
export function prismaReads(client: PrismaClient, search: EventSearch): SourceReads {
  return {
    ...prismaIamReads(client),
    async key(scope, keyId) {
      const [record] = await keyRecords(client, scope, [keyId])
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
    keyRecords: (scope, keyIds) => keyRecords(client, scope, keyIds),
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
    async serviceItem({ sandbox, account, region, service, kind, id }) {
      const where = { sandbox, account, region, service, kind, id }
      return one<'serviceItem'>(await client.serviceItem.findFirst({ where }))
    },
    async serviceItems({ sandbox, account, region, service, kind }, prefix = '') {
      // As a range: LIKE takes letters of both cases for the same.
      const id = { gte: prefix, lt: `${prefix}${LAST_CHARACTER}` }
      const where = { sandbox, account, region, service, kind, id }
      return all<'serviceItem'>(await client.serviceItem.findMany({ where, orderBy: { id: 'asc' } }))
    },
    async domainKeys() {
      const order = (['sandbox', 'account', 'region', 'number'] as const).map((name) => ({ [name]: 'asc' as const }))
      return all<'domainKey'>(await client.domainKey.findMany({ orderBy: order }))
    },
    due: (sandbox, time, limit) => due(client, sandbox, limit, time),
    dueRecords: (sandbox, time, limit) => dueRecords(client, sandbox, time, limit),
    async nextDue(sandbox) {
      const [first] = await due(client, sandbox, 1)
      return first?.dueAt ?? undefined
    },
    async session(id) {
      return one<'session'>(await client.session.findFirst({ where: { id } }))
    },
    async sessionsOf({ sandbox, account, principalId }, since) {
      const where = { sandbox, account, principalId, createdAt: { gte: since }, revokedAt: null }
      return all<'session'>(await client.session.findMany({ where, orderBy: { id: 'asc' } }))
    },
    async loginProfile({ sandbox, account, principalId }) {
      return one<'loginProfile'>(await client.loginProfile.findFirst({ where: { sandbox, account, principalId } }))
    },
    async loginProfiles(sandbox) {
      const orderBy = [{ account: 'asc' as const }, { principalId: 'asc' as const }]
      return all<'loginProfile'>(await client.loginProfile.findMany({ where: { sandbox }, orderBy }))
    },
    async instance() {
      return all<'instance'>(await client.instance.findMany({ orderBy: { name: 'asc' } }))
    },
    async sandbox(id) {
      return one<'sandbox'>(await client.sandbox.findFirst({ where: { id } }))
    },
    async sandboxes() {
      return all<'sandbox'>(await client.sandbox.findMany({ orderBy: { id: 'asc' } }))
    },
    populations: () => populations(client),
    async snapshot(sandboxId, name) {
      return one<'snapshot'>(await client.snapshot.findFirst({ where: { sandboxId, name } }))
    },
    async snapshots(sandboxId) {
      return all<'snapshot'>(await client.snapshot.findMany({ where: { sandboxId }, orderBy: { name: 'asc' } }))
    },
    takenAccessKeys: (sandbox, snapshot) => takenAccessKeys(client, sandbox, snapshot),
    async draw({ sandbox, account, region }, kind) {
      return one<'draw'>(await client.draw.findFirst({ where: { sandbox, account, region, kind } }))
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
    callCounts: (part, names) => callCounts(client, part, names),
    event: (sandbox, eventId) => findEvent(client, sandbox, eventId),
    lastUses: (scope, keyArns) => findLastUses(client, scope, keyArns),
    lastUse: (scope, keyArn) => findLastUse(client, scope, keyArn),
  }
}

async function populations(client: PrismaClient): Promise<readonly Population[]> {
  const rows = await client.$queryRaw<{ sandbox: SandboxId; accounts: bigint; keys: bigint }[]>`
    SELECT "sandbox", sum("account") AS "accounts", sum("key") AS "keys" FROM (
      SELECT "sandbox", count(*) AS "account", 0 AS "key" FROM "accounts" GROUP BY "sandbox"
      UNION ALL SELECT "sandbox", 0, count(*) FROM "keys" GROUP BY "sandbox"
    ) GROUP BY "sandbox"`
  return rows.map(({ sandbox, accounts, keys }) => ({ sandbox, accounts: Number(accounts), keys: Number(keys) }))
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
