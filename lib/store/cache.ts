import type { SandboxId } from '#kernel/ids.ts'
import { LruMap } from '#kernel/lru-map.ts'
import type { CacheTally, StoreObserver } from '#kernel/observer.ts'
import type { Scope } from '#kernel/scope.ts'
import { sameScope, scopeKey } from '#kernel/scope.ts'
import type { AliasRow, GrantRow, KeyRow, KeyStoreRow, Stored } from '#kms/domain/rows.ts'
import type { Write } from '#kms/domain/writes.ts'
import type { KeyRecord, Reads, Transaction } from '#kms/ports.ts'
import { KeyLists, type SourceReads } from './key-lists.ts'

/** How many keys, how many aliases, and the grants of how many grantees are kept in memory. */
const CACHE_CAPACITY = 10_000

/** Reads with keys, aliases and grants kept in memory. The writer tells it of every commit before it answers. */
export interface CachedReads {
  readonly reads: Reads
  /** Forgets what a commit changed, and keeps reads that are under way from putting it back. */
  invalidate(commit: Pick<Transaction, 'writes' | 'events'>): void
  /** Forgets all of a sandbox, and keeps reads that are under way from putting it back. */
  forget(sandbox: SandboxId): void
  /** Forgets everything: after a failure that leaves open what was written. */
  clear(): void
}

const at = (scope: Scope, name: string) => `${scopeKey(scope)}/${name}`

/** Bounded memory of one kind of value that is loaded by name. That there is none is not kept. */
class Loaded<V extends object> {
  readonly entries: LruMap<string, V>
  readonly #loading = new Map<string, Promise<V | undefined>>()

  constructor(capacity: number, tally?: CacheTally) {
    this.entries = new LruMap(capacity, tally)
  }

  /** Callers that ask at the same time share one load, unless a commit came between them. */
  load(name: string, read: () => Promise<V | undefined>): Promise<V | undefined> {
    const underway = this.#loading.get(name)
    if (underway) return underway
    const loading = read().then(
      (value) => {
        if (this.#end(name, loading) && value) this.entries.set(name, value)
        return value
      },
      (error: unknown) => {
        this.#end(name, loading)
        throw error
      },
    )
    this.#loading.set(name, loading)
    return loading
  }

  /** Loads under way still answer those who wait for them, but are not kept: they may have read the old row. */
  disown(): void {
    this.#loading.clear()
  }

  /** Whether the load was still owned. */
  #end(name: string, loading: Promise<V | undefined>): boolean {
    return this.#loading.get(name) === loading && this.#loading.delete(name)
  }
}

/** What a write is about: a whole row, or only what identifies it. */
function subjectOf<W extends Changing>(write: W): Subject<W> {
  return (write.act === 'put' ? write.row : write.key) as Subject<W>
}

type Changing = Exclude<Write, { readonly act: 'expect' }>
type Subject<W> = W extends { readonly row: infer R } ? R : W extends { readonly key: infer K } ? K : never

/** Equal for two records only when all of their rows are. */
function versionsOf({ key, policy, materials, tags, aliases, keyStore }: KeyRecord): string {
  return [[key, policy, ...(keyStore ? [keyStore] : [])], materials, tags, aliases]
    .map((rows) => rows.map((row) => row.version).join())
    .join('/')
}

export function cachedReads(
  source: SourceReads,
  capacity = CACHE_CAPACITY,
  tallies?: StoreObserver['caches'],
): CachedReads {
  const keys = new Loaded<KeyRecord>(capacity, tallies?.keys)
  const aliases = new Loaded<Stored<AliasRow>>(capacity, tallies?.aliases)
  /** Lists, also empty ones, by key and grantee. */
  const grants = new Loaded<readonly Stored<GrantRow>[]>(capacity, tallies?.grants)

  const lists = new KeyLists({
    lastUses: (...asked) => source.lastUses(...asked),
    async keyRecords(...asked) {
      const records = await source.keyRecords(...asked)
      return records.map((record) => {
        const kept = keys.entries.peek(at(record.key, record.key.keyId))
        return kept && versionsOf(kept) === versionsOf(record) ? kept : record
      })
    },
  })

  const disown = () => {
    keys.disown()
    aliases.disown()
    grants.disown()
  }
  const forgetKey = (row: Scope & Pick<KeyRow, 'keyId'>) => {
    keys.entries.delete(at(row, row.keyId))
    lists.touch(row, row.keyId)
  }
  const forgetKeysWhere = (scope: Scope, isMeant: (record: KeyRecord) => boolean) => {
    keys.entries.deleteWhere((_, record) => sameScope(record.key, scope) && isMeant(record))
    lists.touchWhere(scope, isMeant)
  }
  const forgetAlias = (row: Scope & Pick<AliasRow, 'name'>) => {
    aliases.entries.delete(at(row, row.name))
    forgetKeysWhere(row, ({ aliases }) => aliases.some(({ name }) => name === row.name))
  }
  /** It is a part of the records of all keys in it. */
  const forgetKeyStore = (row: Scope & Pick<KeyStoreRow, 'number'>) =>
    forgetKeysWhere(row, ({ keyStore }) => keyStore?.number === row.number)
  /** A grant's own row names its grantee; of one that is removed only its key is known. */
  const forgetGrants = (row: Scope & Pick<GrantRow, 'keyId'> & { grantee?: string }) => {
    const ofKey = `${at(row, row.keyId)}/`
    if (row.grantee !== undefined) grants.entries.delete(`${ofKey}${row.grantee}`)
    else grants.entries.deleteWhere((name) => name.startsWith(ofKey))
  }
  const invalidate = (write: Write) => {
    if (write.act === 'expect') return
    disown()
    switch (write.table) {
      case 'key':
      case 'material':
      case 'policy':
      case 'tag':
        return forgetKey(subjectOf(write))
      case 'alias':
        if (write.act === 'put') forgetKey(write.row)
        return forgetAlias(subjectOf(write))
      case 'grant':
        return forgetGrants(subjectOf(write))
      case 'keyStore':
        return forgetKeyStore(subjectOf(write))
    }
  }

  return {
    reads: {
      ...source,
      async key(scope, keyId) {
        const name = at(scope, keyId)
        return keys.entries.get(name) ?? keys.load(name, () => source.key(scope, keyId))
      },
      async alias(scope, name) {
        const path = at(scope, name)
        return aliases.entries.get(path) ?? aliases.load(path, () => source.alias(scope, name))
      },
      async grantsTo(scope, keyId, grantee) {
        const path = `${at(scope, keyId)}/${grantee}`
        return grants.entries.get(path) ?? (await grants.load(path, () => source.grantsTo(scope, keyId, grantee))) ?? []
      },
      keyRecords: (scope) => lists.records(scope),
      lastUses: (scope) => lists.lastUses(scope),
    },
    invalidate({ writes, events }) {
      writes.forEach(invalidate)
      lists.used(events)
    },
    forget(sandbox) {
      disown()
      const isOf = (name: string) => name.startsWith(`${sandbox}/`)
      for (const { entries } of [keys, aliases, grants]) entries.deleteWhere(isOf)
      lists.forget(sandbox)
    },
    clear() {
      disown()
      keys.entries.clear()
      aliases.entries.clear()
      grants.entries.clear()
      lists.clear()
    },
  }
}
