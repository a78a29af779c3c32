import { setImmediate } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import type { KeyUse } from '#audit/event.ts'
import type { Region, SandboxId } from '#kernel/ids.ts'
import type { Scope } from '#kernel/scope.ts'
import { insert, remove, update } from '#kms/domain/writes.ts'
import type { KeyRecord, Transaction, Write } from '#kms/ports.ts'
import { SeededChoices } from '#policy/explain/choices.ts'
import { aliasNameOf, arnOfKey, freshScope, keyIdOf, samplesIn } from '#testing/rows.ts'
import { cachedReads } from './cache.ts'
import { KeyLists } from './key-lists.ts'
import { MemoryLog } from './memory/log.ts'
import { memoryReads } from './memory/reads.ts'
import { MemoryTables } from './memory/tables.ts'
import { planBatch } from './plan.ts'

describe('the lists of keys', () => {
  const scopesOf = (count: number): Scope[] => Array.from({ length: count }, () => freshScope())
  const recordsOf = (scope: Scope, count: number) =>
    Array.from({ length: count }, (_, n) => ({ key: samplesIn(scope).keyRow(n) }) as KeyRecord)

  function counting(capacity: number, sizeOf: (scope: Scope) => number) {
    const asked: Scope[] = []
    const lists = new KeyLists(
      {
        async keyRecords(scope) {
          asked.push(scope)
          return recordsOf(scope, sizeOf(scope))
        },
        lastUses: async () => new Map<string, KeyUse>(),
      },
      capacity,
    )
    return { lists, asked }
  }

  it('are bounded together: that of the scope that was asked for longest ago goes', async () => {
    const [a, b, c] = scopesOf(3) as [Scope, Scope, Scope]
    const { lists, asked } = counting(10, () => 4)
    for (const scope of [a, b, a, c, a, c]) expect(await lists.records(scope)).toHaveLength(4)
    expect(asked).toEqual([a, b, c])
    await lists.records(b)
    expect(asked).toEqual([a, b, c, b])
  })

  it('are told, and not kept, of a scope with more keys than are kept', async () => {
    const [a] = scopesOf(1) as [Scope]
    const { lists, asked } = counting(10, () => 11)
    expect(await lists.records(a)).toHaveLength(11)
    expect(await lists.records(a)).toHaveLength(11)
    expect(asked).toEqual([a, a])
  })

  it('take room where they are empty', async () => {
    const { lists, asked } = counting(10, () => 0)
    const scopes = scopesOf(11)
    for (const scope of scopes) await lists.records(scope)
    await lists.records(scopes[0] ?? freshScope())
    expect(asked).toHaveLength(12)
  })

  it('are forgotten with their sandbox', async () => {
    const [a, b] = scopesOf(2) as [Scope, Scope]
    const { lists, asked } = counting(100, () => 1)
    await lists.records(a)
    await lists.records(b)
    lists.forget(a.sandbox)
    await lists.records(a)
    await lists.records(b)
    expect(asked).toEqual([a, b, a])
  })

  it('come from one statement where commits never leave time to read them again', async () => {
    const [a] = scopesOf(1) as [Scope]
    let reads = 0
    const lists = new KeyLists({
      async keyRecords(scope) {
        reads += 1
        lists.touch(a, keyIdOf(reads))
        return recordsOf(scope, 1)
      },
      lastUses: async () => new Map<string, KeyUse>(),
    })
    expect(await lists.records(a)).toHaveLength(1)
    expect(reads).toBe(5)
  })
})

describe('lists under random commits', () => {
  /** The versions of all rows, which no two commits share, by key id. */
  const told = (records: readonly KeyRecord[]) => new Map(records.map((each) => [each.key.keyId, versionsOf(each)]))
  const versionsOf = ({ key, policy, materials, tags, aliases, keyStore }: KeyRecord) =>
    JSON.stringify(
      [key, policy, materials, tags, aliases, keyStore ?? null].map((rows) => [rows].flat().map(versionOf)),
    )
  const versionOf = (row: { readonly version: number } | null) => row?.version

  /** A store in memory whose reads take as long as the choices say, each showing the rows of when it began. */
  function slowStore(choices: SeededChoices) {
    const [tables, log] = [new MemoryTables(), new MemoryLog()]
    const truth = memoryReads(tables, log)
    const slowly = async <T>(value: Promise<T>): Promise<T> => {
      for (let turns = choices.below(4); turns > 0; turns--) await setImmediate()
      return await value
    }
    const cache = cachedReads({
      ...truth,
      key: (...asked) => slowly(truth.key(...asked)),
      keyRecords: (...asked) => slowly(truth.keyRecords(...asked)),
      lastUses: (...asked) => slowly(truth.lastUses(...asked)),
    })
    let revision = 0
    const commit = (transaction: Transaction) => {
      revision += 1
      const { changes, answers } = planBatch([transaction], (id) => tables.versionOf(id), revision)
      expect(answers).toEqual(['committed'])
      for (const change of changes) tables.apply(change)
      for (const event of transaction.events) log.append(event, [])
      cache.invalidate(transaction)
    }
    return { truth, cache, commit, tables }
  }

  const KEYS = 6
  const ALIASES = ['a', 'b', 'c']

  it.each([1, 2])('tell what there was while they were read, and never less (seed %i)', async (seed) => {
    const choices = new SeededChoices(seed)
    const here: Scope = { ...freshScope(), sandbox: `random-${seed}` as SandboxId, region: 'us-east-1' as Region }
    const { newKey, tagRow, aliasRow, keyStoreRow, eventDraft } = samplesIn(here)
    const { truth, cache, commit, tables } = slowStore(choices)
    commit({ writes: [insert('keyStore', keyStoreRow(1))], events: [] })
    // The truth is looked at when it is asked for, and told a little later.
    const history: Promise<Map<string, string>>[] = []
    const remember = () => history.push(truth.keyRecords(here).then(told))
    remember()

    const change = async (): Promise<readonly Write[]> => {
      const n = 1 + choices.below(KEYS)
      const record = await truth.key(here, keyIdOf(n))
      if (!record) {
        const inStore = choices.below(2) === 0
        return newKey(
          n,
          inStore ? { customKeyStoreId: 'cks-1', origin: 'EXTERNAL_KEY_STORE', policyVersion: 1 } : {},
        ).filter(
          ({ table }) =>
            table !== 'policy' || tables.get('policy', { ...here, keyId: keyIdOf(n), number: 1 }) === undefined,
        )
      }
      const name = ALIASES[choices.below(ALIASES.length)] ?? 'a'
      const alias = await truth.alias(here, aliasNameOf(name))
      const [tag] = record.tags
      switch (choices.below(6)) {
        case 0:
          return [update('key', record.key, { description: String(choices.below(1000)) })]
        case 1:
          return [tag ? remove('tag', tag) : insert('tag', tagRow(n, 't'))]
        case 2:
          return [alias ? update('alias', alias, { keyId: keyIdOf(n) }) : insert('alias', aliasRow(name, n))]
        case 3:
          // Of a row that is removed only the columns that identify it may be known.
          return alias ? [remove('alias', { ...here, name: alias.name, version: alias.version })] : []
        case 4: {
          const [keyStore] = await truth.keyStores(here)
          return keyStore ? [update('keyStore', keyStore, { keyCount: keyStore.keyCount + 1 })] : []
        }
        default: {
          const { key, materials, tags, aliases } = record
          const all = [materials.map((row) => remove('material', row)), tags.map((row) => remove('tag', row))]
          return [remove('key', key), ...all.flat(), ...aliases.map((row) => remove('alias', row))]
        }
      }
    }

    const check = async () => {
      const from = history.length - 1
      const list = told(await cache.reads.keyRecords(here))
      const states = await Promise.all(history.slice(from))
      for (let n = 1; n <= KEYS; n++) {
        expect(states.map((state) => state.get(keyIdOf(n)))).toContain(list.get(keyIdOf(n)))
      }
    }

    const readers: Promise<void>[] = []
    for (let step = 0; step < 250; step++) {
      const writes = await change()
      const used = choices.below(3) === 0
      const resources = [arnOfKey(1 + choices.below(KEYS))]
      commit({ writes, events: used ? [eventDraft(String(step), { resources })] : [] })
      remember()
      if (choices.below(3) > 0) readers.push(check())
      if (choices.below(10) === 0) {
        expect(told(await cache.reads.keyRecords(here))).toEqual(await history.at(-1))
        expect(await cache.reads.lastUses(here)).toEqual(await truth.lastUses(here))
      }
      if (choices.below(40) === 0) cache.forget(here.sandbox)
    }
    await Promise.all(readers)
    expect(told(await cache.reads.keyRecords(here))).toEqual(await history.at(-1))
  })
})
