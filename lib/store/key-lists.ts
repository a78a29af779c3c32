import type { EventDraft, KeyUse } from '#audit/event.ts'
import type { KeyId, SandboxId } from '#kernel/ids.ts'
import type { Scope } from '#kernel/scope.ts'
import { scopeKey } from '#kernel/scope.ts'
import type { KeyRecord, Reads } from '#kms/ports.ts'
import { Kept, type Parts } from './kept.ts'

/** How many records are kept, of all scopes together. */
const CAPACITY = 25_000

/** How often a read begins again because commits came in between, before it takes what one statement shows. */
const TRIES = 4

/** Reads that lists are made of: of some keys where they are named. */
export interface SourceReads extends Reads {
  keyRecords(scope: Scope, keyIds?: readonly KeyId[]): Promise<readonly KeyRecord[]>
  lastUses(scope: Scope, keyArns?: readonly string[]): Promise<ReadonlyMap<string, KeyUse>>
}

type Source = Pick<SourceReads, 'keyRecords' | 'lastUses'>

interface KeyList {
  readonly scope: Scope
  readonly records: Kept<KeyId, readonly KeyRecord[]>
  readonly uses: Kept<string, ReadonlyMap<string, KeyUse>>
}

/** All keys of a scope with their last uses, kept in memory for the scopes that were asked for last. */
export class KeyLists {
  readonly #source: Source
  readonly #capacity: number
  /** Those asked for longest ago come first. */
  readonly #lists = new Map<string, KeyList>()

  constructor(source: Source, capacity = CAPACITY) {
    this.#source = source
    this.#capacity = capacity
  }

  /** In order of the key id; the same array while nothing changes. */
  async records(scope: Scope): Promise<readonly KeyRecord[]> {
    for (let tries = 0; tries < TRIES; tries++) {
      const records = await this.#listOf(scope).records.current()
      this.#makeRoom()
      if (records) return records
    }
    return this.#source.keyRecords(scope)
  }

  /** By key ARN; the same map while no key is used. */
  async lastUses(scope: Scope): Promise<ReadonlyMap<string, KeyUse>> {
    for (let tries = 0; tries < TRIES; tries++) {
      const uses = await this.#listOf(scope).uses.current()
      if (uses) return uses
    }
    return this.#source.lastUses(scope)
  }

  /** A commit changed a key, made or removed it. */
  touch(scope: Scope, keyId: KeyId): void {
    this.#lists.get(scopeKey(scope))?.records.touch([keyId])
  }

  /** A commit changed what is a part of some records: which ones, only they tell. */
  touchWhere(scope: Scope, isMeant: (record: KeyRecord) => boolean): void {
    this.#lists
      .get(scopeKey(scope))
      ?.records.touchFound((records) => records.filter(isMeant).map(({ key }) => key.keyId))
  }

  /** A commit appended events. */
  used(events: readonly EventDraft[]): void {
    if (this.#lists.size === 0) return
    for (const event of events) {
      if (event.keyUse) this.#lists.get(scopeKey(event))?.uses.touch(event.resources)
    }
  }

  /** All of a sandbox. */
  forget(sandbox: SandboxId): void {
    for (const list of this.#lists.values()) if (list.scope.sandbox === sandbox) this.#drop(list)
  }

  clear(): void {
    for (const list of this.#lists.values()) this.#drop(list)
  }

  #listOf(scope: Scope): KeyList {
    const name = scopeKey(scope)
    const list = this.#lists.get(name) ?? newList(scope, this.#source)
    this.#lists.delete(name)
    this.#lists.set(name, list)
    return list
  }

  #makeRoom(): void {
    let kept = 0
    for (const list of this.#lists.values()) kept += weightOf(list)
    for (const list of this.#lists.values()) {
      if (kept <= this.#capacity) return
      this.#drop(list)
      kept -= weightOf(list)
    }
  }

  #drop(list: KeyList): void {
    this.#lists.delete(scopeKey(list.scope))
    list.records.drop()
    list.uses.drop()
  }
}

function newList(scope: Scope, source: Source): KeyList {
  return {
    scope,
    records: new Kept(async (parts: Parts<KeyId>, before: readonly KeyRecord[] = []) => {
      if (parts === 'all') return source.keyRecords(scope)
      const others = before.filter(({ key }) => !parts.has(key.keyId))
      return [...others, ...(await source.keyRecords(scope, [...parts]))].sort(byKeyId)
    }),
    uses: new Kept(async (parts: Parts<string>, before: ReadonlyMap<string, KeyUse> = new Map()) => {
      return parts === 'all'
        ? source.lastUses(scope)
        : new Map([...before, ...(await source.lastUses(scope, [...parts]))])
    }),
  }
}

const byKeyId = (a: KeyRecord, b: KeyRecord) => (a.key.keyId < b.key.keyId ? -1 : 1)

/** A list takes room also where it is empty. */
function weightOf({ records }: KeyList): number {
  return 1 + (records.known?.length ?? 0)
}
