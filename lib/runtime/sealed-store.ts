import { storedForm } from '#audit/row-digest.ts'
import { CryptoError } from '#crypto/crypto-error.ts'
import type { Keyring } from '#crypto/keyring.ts'
import { IAM_TABLES } from '#iam/ports.ts'
import { utf8 } from '#kernel/bytes.ts'
import type { AccountId, Region, SandboxId } from '#kernel/ids.ts'
import type { Scope } from '#kernel/scope.ts'
import { GLOBAL_REGION, sameScope } from '#kernel/scope.ts'
import type { SessionRow, Stored, Table } from '#kms/domain/rows.ts'
import { PRIMARY_KEYS } from '#kms/domain/rows.ts'
import { insert } from '#kms/domain/writes.ts'
import type { KeyRecord, Reads, Store, Transaction, Write } from '#kms/ports.ts'

/**
 * Rows that decide who may do what, and where secrets are sent: one that was edited in the database is refused when it
 * is used.
 */
const SEALED: ReadonlySet<string> = new Set([
  ...(['policy', 'grant', 'alias', 'keyStore', 'cluster', 'session', 'loginProfile', 'serviceItem'] satisfies Table[]),
  ...IAM_TABLES,
])

/** Members that are no part of what is sealed. */
const OUTSIDE: ReadonlySet<string> = new Set(['version', 'mac'])

/**
 * A store whose rows carry a MAC under Krow of their scope: written with every row, checked when a row is loaded. A row
 * that does not match throws CryptoError RowChanged. That a row was put back to an older state is not seen here: the
 * audit log tells that.
 */
export function sealedStore(store: Store, keyring: Keyring): Store {
  /** Rows stay the same object while they are in memory, so each is checked once. */
  const good = new WeakSet<object>()

  function checked<R extends object | undefined>(table: Table, row: R): R {
    if (row === undefined || good.has(row)) return row
    const mac: unknown = Reflect.get(row, 'mac')
    if (!(mac instanceof Uint8Array) || !keyring.isRowMac(scopeOf(row), sealedText(table, row), mac)) {
      throw changed(table, row)
    }
    good.add(row)
    return row
  }

  const all = <R extends object>(table: Table, rows: readonly R[]): readonly R[] => {
    for (const row of rows) checked(table, row)
    return rows
  }

  function checkedRecord<R extends KeyRecord | undefined>(record: R): R {
    if (record) checked('policy', record.policy)
    if (record) all('alias', record.aliases)
    if (record) checked('keyStore', record.keyStore)
    return record
  }

  /** Lists stay the same object too. */
  function checkedRecords(records: readonly KeyRecord[]): readonly KeyRecord[] {
    if (!good.has(records)) for (const record of records) checkedRecord(record)
    good.add(records)
    return records
  }

  return {
    ...store,
    ...checkedReads(store, checked, all),
    key: async (...asked) => checkedRecord(await store.key(...asked)),
    keyRecords: async (...asked) => checkedRecords(await store.keyRecords(...asked)),
    dueRecords: async (...asked) => checkedRecords(await store.dueRecords(...asked)),
    commit: (transaction) => commit(transaction),
  }

  async function commit(transaction: Transaction) {
    if (!(await bringsItsDomainKeys(transaction.writes, keyring))) return 'stale' as const
    return store.commit({ ...transaction, writes: await withMacs(transaction.writes, keyring) })
  }
}

type CheckOne = <R extends object | undefined>(table: Table, row: R) => R
type CheckAll = <R extends object>(table: Table, rows: readonly R[]) => readonly R[]

/** Every other read that gives rows of a sealed table. */
function checkedReads(store: Reads, one: CheckOne, all: CheckAll): Partial<Reads> {
  return {
    alias: async (...asked) => one('alias', await store.alias(...asked)),
    aliases: async (...asked) => all('alias', await store.aliases(...asked)),
    policy: async (...asked) => one('policy', await store.policy(...asked)),
    grant: async (...asked) => one('grant', await store.grant(...asked)),
    grants: async (...asked) => all('grant', await store.grants(...asked)),
    grantsTo: async (...asked) => all('grant', await store.grantsTo(...asked)),
    retirableGrants: async (...asked) => all('grant', await store.retirableGrants(...asked)),
    keyStores: async (...asked) => all('keyStore', await store.keyStores(...asked)),
    keyStoresIn: async (...asked) => all('keyStore', await store.keyStoresIn(...asked)),
    cluster: async (...asked) => one('cluster', await store.cluster(...asked)),
    clusters: async (...asked) => all('cluster', await store.clusters(...asked)),
    // One from before sessions were sealed has ended: its user signs in again.
    session: async (...asked) => sealedSession(one, await store.session(...asked)),
    sessionsOf: async (...asked) =>
      (await store.sessionsOf(...asked)).filter((row) => sealedSession(one, row) !== undefined),
    loginProfile: async (...asked) => one('loginProfile', await store.loginProfile(...asked)),
    loginProfiles: async (...asked) => all('loginProfile', await store.loginProfiles(...asked)),
    serviceItem: async (...asked) => one('serviceItem', await store.serviceItem(...asked)),
    serviceItems: async (...asked) => all('serviceItem', await store.serviceItems(...asked)),
    account: async (...asked) => one('account', await store.account(...asked)),
    accounts: async (...asked) => all('account', await store.accounts(...asked)),
    identity: async (...asked) => one('identity', await store.identity(...asked)),
    identities: async (...asked) => all('identity', await store.identities(...asked)),
    managedPolicy: async (...asked) => one('managedPolicy', await store.managedPolicy(...asked)),
    managedPolicies: async (...asked) => all('managedPolicy', await store.managedPolicies(...asked)),
    document: async (...asked) => one('policyDocument', await store.document(...asked)),
    documents: async (...asked) => all('policyDocument', await store.documents(...asked)),
    attachments: async (...asked) => all('attachment', await store.attachments(...asked)),
    attachedTo: async (...asked) => all('attachment', await store.attachedTo(...asked)),
    groupsOf: async (...asked) => all('membership', await store.groupsOf(...asked)),
    membersOf: async (...asked) => all('membership', await store.membersOf(...asked)),
    accessKey: async (...asked) => one('accessKey', await store.accessKey(...asked)),
    accessKeys: async (...asked) => all('accessKey', await store.accessKeys(...asked)),
  }
}

function sealedSession(one: CheckOne, row: Stored<SessionRow> | undefined): Stored<SessionRow> | undefined {
  return row && Reflect.get(row, 'mac') !== null ? one('session', row) : undefined
}

/** The writes with the MAC of each sealed row, and with the domain key that a scope needs for its first. */
export async function withMacs(writes: readonly Write[], keyring: Keyring): Promise<readonly Write[]> {
  const added: Write[] = []
  const sealed: Write[] = []
  for (const write of writes) {
    if (write.act !== 'put' || !SEALED.has(write.table)) {
      sealed.push(write)
      continue
    }
    const scope = scopeOf(write.row)
    const fresh = keyring.has(scope) ? undefined : await keyring.create(scope)
    if (fresh && ![...writes, ...added].some((other) => isDomainKeyOf(other, scope))) {
      added.push(insert('domainKey', fresh.row))
    }
    const mac = keyring.rowMac(scope, sealedText(write.table, write.row), fresh)
    sealed.push({ ...write, row: { ...write.row, mac } } as unknown as Write)
  }
  return [...added, ...sealed]
}

/**
 * Whether first domain keys are still those that the keyring has for their scopes. Where a sandbox of that name came
 * and went meanwhile it has others, and nothing would open what was sealed under these.
 */
async function bringsItsDomainKeys(writes: readonly Write[], keyring: Keyring): Promise<boolean> {
  for (const write of writes) {
    if (write.act !== 'put' || write.table !== 'domainKey' || keyring.has(write.row)) continue
    const { row } = await keyring.create(write.row)
    if (Buffer.compare(row.wrapped, write.row.wrapped) !== 0) return false
  }
  return true
}

function isDomainKeyOf(write: Write, scope: Scope): boolean {
  return write.table === 'domainKey' && write.act === 'put' && sameScope(write.row, scope)
}

/** The scope under whose key a row is sealed: what belongs to no Region is sealed in `global`. */
function scopeOf(row: object): Scope {
  const {
    sandbox,
    account,
    region = GLOBAL_REGION,
  } = row as { sandbox: SandboxId; account: AccountId; region?: Region }
  return { sandbox, account, region }
}

/** Table and members in order of their names, as JSON; texts as the database keeps them, bytes in base64. */
function sealedText(table: Table, row: object): Buffer {
  const members = Object.entries(row)
    .filter(([name]) => !OUTSIDE.has(name))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => [name, storedForm(value)])
  return utf8(JSON.stringify([table, members]))
}

function changed(table: Table, row: object): CryptoError {
  const place = PRIMARY_KEYS[table].map((column) => Reflect.get(row, column)).join('/')
  return new CryptoError(
    'RowChanged',
    `The row ${table} ${place} is not as Keystead wrote it: the database was changed by hand. Restore it from a backup.`,
  )
}
