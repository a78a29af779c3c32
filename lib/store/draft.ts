import type { Rows, Table } from '#kms/domain/rows.ts'
import type { Store, Write } from '#kms/ports.ts'
import { MemoryLog } from './memory/log.ts'
import { memoryReads } from './memory/reads.ts'
import { comparePrimaryKeys, MemoryTables } from './memory/tables.ts'
import { idOf, rowId } from './plan.ts'

/** A store in which things are tried out: what is committed to it is seen by its reads, and nowhere else. */
export interface Draft {
  readonly store: Store
  /**
   * All that was committed to it, each row once, planned on the versions of the store below, and what was expected of rows
   * that it leaves as they are.
   */
  writes(): readonly Write[]
}

type Put = Extract<Write, { readonly act: 'put' }>
type Expected = Extract<Write, { readonly act: 'expect' }>

/**
 * A draft on a store. Rows can be put in and changed, not taken out, and its events are dropped: it is for making what is
 * not there yet. Keys below are seen as they are, so a draft must not change them.
 */
export function openDraft(below: Store): Draft {
  const tables = new MemoryTables()
  const own = memoryReads(tables, new MemoryLog())
  const puts = new Map<string, Put>()
  const expected = new Map<string, Expected>()
  let version = 2 ** 40

  /** Rows of the draft stand before those below that they replace. */
  async function merged<T extends Table, R extends Rows[T]>(
    table: T,
    mine: Promise<readonly R[]>,
    theirs: Promise<readonly R[]>,
  ) {
    const changed = await mine
    const kept = (await theirs).filter((row) => !tables.versionOf(rowId(table, row)))
    return [...changed, ...kept].sort((a, b) => comparePrimaryKeys(table, a, b))
  }

  return {
    store: {
      ...below,
      key: async (scope, keyId) => (await own.key(scope, keyId)) ?? below.key(scope, keyId),
      keyOwner: async (place, keyId) => (await own.keyOwner(place, keyId)) ?? below.keyOwner(place, keyId),
      draw: async (scope, kind) => (await own.draw(scope, kind)) ?? below.draw(scope, kind),
      alias: async (scope, name) => (await own.alias(scope, name)) ?? below.alias(scope, name),
      aliases: (scope, page, keyId) =>
        merged('alias', own.aliases(scope, page, keyId), below.aliases(scope, page, keyId)),
      grants: (scope, keyId, page, grantee) =>
        merged('grant', own.grants(scope, keyId, page, grantee), below.grants(scope, keyId, page, grantee)),
      grantsTo: (scope, keyId, grantee) =>
        merged('grant', own.grantsTo(scope, keyId, grantee), below.grantsTo(scope, keyId, grantee)),
      grant: async (scope, keyId, id) => (await own.grant(scope, keyId, id)) ?? below.grant(scope, keyId, id),
      policy: async (scope, keyId, number) =>
        (await own.policy(scope, keyId, number)) ?? below.policy(scope, keyId, number),
      keyStores: (scope) => merged('keyStore', own.keyStores(scope), below.keyStores(scope)),
      keyOfExternal: async (scope, external) =>
        (await own.keyOfExternal(scope, external)) ?? below.keyOfExternal(scope, external),
      cluster: async (scope, clusterId) => (await own.cluster(scope, clusterId)) ?? below.cluster(scope, clusterId),
      clusters: (sandbox) => merged('cluster', own.clusters(sandbox), below.clusters(sandbox)),
      account: async (sandbox, account) => (await own.account(sandbox, account)) ?? below.account(sandbox, account),
      accounts: (sandbox) => merged('account', own.accounts(sandbox), below.accounts(sandbox)),
      identity: async (place, kind, name) =>
        (await own.identity(place, kind, name)) ?? below.identity(place, kind, name),
      identities: (place, kind) => merged('identity', own.identities(place, kind), below.identities(place, kind)),
      managedPolicy: async (place, name) => (await own.managedPolicy(place, name)) ?? below.managedPolicy(place, name),
      managedPolicies: (place) => merged('managedPolicy', own.managedPolicies(place), below.managedPolicies(place)),
      documents: (place, owner) => merged('policyDocument', own.documents(place, owner), below.documents(place, owner)),
      document: async (place, owner, name, number) =>
        (await own.document(place, owner, name, number)) ?? below.document(place, owner, name, number),
      lastDocument: async (place, owner, name) =>
        Math.max(await own.lastDocument(place, owner, name), await below.lastDocument(place, owner, name)),
      attachments: (place, owner) =>
        merged('attachment', own.attachments(place, owner), below.attachments(place, owner)),
      attachedTo: (place, arn) => merged('attachment', own.attachedTo(place, arn), below.attachedTo(place, arn)),
      groupsOf: (place, user) => merged('membership', own.groupsOf(place, user), below.groupsOf(place, user)),
      membersOf: (place, group) => merged('membership', own.membersOf(place, group), below.membersOf(place, group)),
      accessKey: async (id) => (await own.accessKey(id)) ?? below.accessKey(id),
      accessKeys: (place, user) => merged('accessKey', own.accessKeys(place, user), below.accessKeys(place, user)),
      async commit({ writes }) {
        version += 1
        for (const write of writes) {
          if (write.act === 'remove') throw new Error('nothing is taken out of a draft')
          const id = idOf(write)
          if (write.act === 'expect') {
            expected.set(id, write)
            continue
          }
          puts.set(id, { ...write, version: puts.get(id)?.version ?? write.version } as Put)
          tables.apply({ id, write, version })
        }
        return 'committed'
      },
      onCommit: () => undefined,
      onAppend: () => undefined,
    },
    writes: () => [...puts.values(), ...[...expected].flatMap(([id, write]) => (puts.has(id) ? [] : [write]))],
  }
}
