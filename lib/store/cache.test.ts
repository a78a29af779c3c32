import { setImmediate } from 'node:timers/promises'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Write } from '#kms/domain/writes.ts'
import { insert, remove, update } from '#kms/domain/writes.ts'
import type { KeyRecord, Reads } from '#kms/ports.ts'
import { aliasNameOf, freshScope, keyIdOf, NOW, samplesIn } from '#testing/rows.ts'
import { cachedReads } from './cache.ts'
import { openMemoryStore } from './open.ts'

const { scope, newKey, aliasRow, grantRow, tagRow } = samplesIn(freshScope())

/** Reads of the store whose answers to `key` wait until the test lets them go, in the order they were asked. */
async function setUp(capacity?: number) {
  const store = openMemoryStore()
  const writes = [...newKey(1), ...newKey(2), ...newKey(3), insert('alias', aliasRow('a', 1))]
  await store.commit({ writes, events: [] })
  const waiting: (() => void)[] = []
  const source: Reads = {
    ...store,
    async key(...asked) {
      const found = await store.key(...asked)
      await new Promise<void>((resolve) => waiting.push(resolve))
      return found && { ...found }
    },
  }
  const cache = cachedReads(source, capacity)
  const key = (n: number) => cache.reads.key(scope, keyIdOf(n))
  /** Asks for a key and lets the answer through once the read has seen the row. */
  const load = async (n: number) => {
    const loading = key(n)
    await release()
    return await loading
  }
  const release = async () => {
    while (waiting.length === 0) await setImmediate()
    waiting.shift()?.()
  }
  return { store, cache, key, load, release, waiting }
}

let fixture: Awaited<ReturnType<typeof setUp>>
beforeEach(async () => {
  fixture = await setUp()
})

async function change(record: KeyRecord | undefined, description: string) {
  if (!record) throw new Error('no record')
  const writes = [update('key', record.key, { description })]
  await fixture.store.commit({ writes, events: [] })
  return writes
}

describe('the cache', () => {
  it('answers from memory what it has read, with the same object', async () => {
    const { load, key, waiting } = fixture
    const record = await load(1)
    expect(await key(1)).toBe(record)
    expect(waiting).toEqual([])
  })

  it('reads once for callers that ask at the same time', async () => {
    const { key, release, waiting } = fixture
    const both = [key(1), key(1)]
    await release()
    const [a, b] = await Promise.all(both)
    expect(a).toBe(b)
    expect(waiting).toEqual([])
  })

  it('does not keep what a read that raced with a commit has seen', async () => {
    const { store, cache, key, load, release } = fixture
    const racing = key(1)
    while (fixture.waiting.length === 0) await setImmediate()
    cache.invalidate({ writes: await change(await store.key(scope, keyIdOf(1)), 'new'), events: [] })
    await release()
    expect((await racing)?.key.description).toBe('')
    expect((await load(1))?.key.description).toBe('new')
    expect((await key(1))?.key.description).toBe('new')
  })

  it('does not let a caller that comes after a commit join a read from before it', async () => {
    const { store, cache, key, release } = fixture
    const before = key(1)
    while (fixture.waiting.length === 0) await setImmediate()
    cache.invalidate({ writes: await change(await store.key(scope, keyIdOf(1)), 'new'), events: [] })
    const after = key(1)
    await release()
    await release()
    expect((await before)?.key.description).toBe('')
    expect((await after)?.key.description).toBe('new')
    expect(await key(1)).toBe(await after)
  })

  it('forgets the keys that a commit changed, and no others', async () => {
    const { cache, key, load, waiting } = fixture
    const [first, second] = [await load(1), await load(2)]
    cache.invalidate({ writes: [insert('tag', tagRow(1, 't'))], events: [] })
    expect(await key(2)).toBe(second)
    expect(waiting).toEqual([])
    expect(await load(1)).not.toBe(first)
  })

  it('forgets both keys when an alias moves, also where the old one is not named', async () => {
    const { cache, load } = fixture
    const [first, second] = [await load(1), await load(2)]
    cache.invalidate({ writes: [{ act: 'put', table: 'alias', row: aliasRow('a', 2), version: 1 }], events: [] })
    expect(await load(1)).not.toBe(first)
    expect(await load(2)).not.toBe(second)
  })

  it('forgets an alias that was removed, and its key', async () => {
    const { store, cache, load } = fixture
    const first = await load(1)
    expect((await cache.reads.alias(scope, aliasNameOf('a')))?.keyId).toBe(keyIdOf(1))
    const alias = await store.alias(scope, aliasNameOf('a'))
    const remove = { act: 'remove', table: 'alias', key: aliasRow('a', 1), version: alias?.version ?? 0 } as const
    await store.commit({ writes: [remove], events: [] })
    cache.invalidate({ writes: [remove], events: [] })
    expect(await cache.reads.alias(scope, aliasNameOf('a'))).toBeUndefined()
    expect(await load(1)).not.toBe(first)
  })

  it('keeps everything through expectations', async () => {
    const { cache, key, load } = fixture
    const first = await load(1)
    if (!first) throw new Error('no key')
    const expectation = { act: 'expect', table: 'key', key: first.key, version: first.key.version } as const
    cache.invalidate({ writes: [expectation], events: [] })
    expect(await key(1)).toBe(first)
  })

  it('does not keep absence', async () => {
    const { cache, store } = fixture
    const missing = cache.reads.alias(scope, aliasNameOf('b'))
    expect(await missing).toBeUndefined()
    await store.commit({ writes: [insert('alias', aliasRow('b', 1))], events: [] })
    expect((await cache.reads.alias(scope, aliasNameOf('b')))?.keyId).toBe(keyIdOf(1))
  })

  it('tries anew after a read that failed', async () => {
    let fails = true
    const source: Reads = {
      ...fixture.store,
      async alias(...asked) {
        if (fails) throw new Error('disk')
        return await fixture.store.alias(...asked)
      },
    }
    const { reads } = cachedReads(source)
    await expect(reads.alias(scope, aliasNameOf('a'))).rejects.toThrow('disk')
    fails = false
    expect(await reads.alias(scope, aliasNameOf('a'))).toBeDefined()
  })

  it('is bounded: the key that was used longest ago goes', async () => {
    fixture = await setUp(2)
    const { load, key, waiting } = fixture
    const first = await load(1)
    await load(2)
    expect(await key(1)).toBe(first)
    await load(3)
    expect(await key(1)).toBe(first)
    expect(waiting).toEqual([])
    await load(2)
  })

  it('forgets everything when it is cleared, reads under way too', async () => {
    const { cache, key, load, release } = fixture
    const first = await load(1)
    const racing = key(2)
    cache.clear()
    await release()
    const second = await racing
    expect(await load(1)).not.toBe(first)
    expect(await load(2)).not.toBe(second)
  })
})

describe('the grants to a grantee', () => {
  const [BOB, CAROL] = ['arn:aws:iam::111122223333:user/Bob', 'arn:aws:iam::111122223333:user/Carol']
  const grantOf = (n: number, id: string, grantee: string) => insert('grant', grantRow(n, id, { grantee }))

  /** The cache over a store that counts how often it is asked. */
  async function counting() {
    const store = openMemoryStore()
    await store.commit({ writes: [grantOf(1, 'a', BOB), grantOf(1, 'b', CAROL), grantOf(2, 'c', BOB)], events: [] })
    let reads = 0
    const cache = cachedReads({
      ...store,
      grantsTo(...asked) {
        reads += 1
        return store.grantsTo(...asked)
      },
    })
    const to = async (n: number, grantee: string) => {
      const rows = await cache.reads.grantsTo(scope, keyIdOf(n), grantee)
      return rows.map(({ grantId }) => grantId).join('')
    }
    const commit = async (...writes: Write[]) => {
      await store.commit({ writes, events: [] })
      cache.invalidate({ writes, events: [] })
    }
    return { store, cache, to, commit, reads: () => reads }
  }

  it('are answered from memory once they were read, also where there are none', async () => {
    const { to, reads } = await counting()
    for (let times = 0; times < 3; times += 1) {
      expect([await to(1, BOB), await to(1, CAROL), await to(3, BOB)]).toEqual(['a', 'b', ''])
    }
    expect(reads()).toBe(3)
  })

  it('follow a grant that is made, also where there was none, and leave those to others in memory', async () => {
    const { to, commit, reads } = await counting()
    expect([await to(1, BOB), await to(1, CAROL), await to(3, BOB)]).toEqual(['a', 'b', ''])
    await commit(grantOf(1, 'd', BOB))
    await commit(grantOf(3, 'e', BOB))
    expect([await to(1, BOB), await to(1, CAROL), await to(3, BOB)]).toEqual(['ad', 'b', 'e'])
    expect(reads()).toBe(5)
  })

  it('follow a grant that ends, and one that is removed', async () => {
    const { store, to, commit } = await counting()
    expect([await to(1, BOB), await to(2, BOB), await to(1, CAROL)]).toEqual(['a', 'c', 'b'])
    const [ended, gone] = [await store.grant(scope, keyIdOf(1), 'a'), await store.grant(scope, keyIdOf(1), 'b')]
    if (!ended || !gone) throw new Error('no grant')
    await commit(update('grant', ended, { endedAt: NOW }))
    await commit(remove('grant', gone))
    expect([await to(1, BOB), await to(2, BOB), await to(1, CAROL)]).toEqual(['', 'c', ''])
  })

  it('outlive changes of their key, and are forgotten when the cache is cleared', async () => {
    const { cache, to, commit, reads } = await counting()
    await to(1, BOB)
    await commit(...newKey(1))
    await to(1, BOB)
    expect(reads()).toBe(1)
    cache.clear()
    await to(1, BOB)
    expect(reads()).toBe(2)
  })

  it('are not kept as a read saw them that raced with the end of one', async () => {
    const store = openMemoryStore()
    await store.commit({ writes: [grantOf(1, 'a', BOB)], events: [] })
    let release = () => {}
    const cache = cachedReads({
      ...store,
      async grantsTo(...asked) {
        const rows = await store.grantsTo(...asked)
        await new Promise<void>((resolve) => {
          release = resolve
        })
        return rows
      },
    })
    const racing = cache.reads.grantsTo(scope, keyIdOf(1), BOB)
    await setImmediate()
    const grant = await store.grant(scope, keyIdOf(1), 'a')
    if (!grant) throw new Error('no grant')
    const writes = [update('grant', grant, { endedAt: NOW })]
    await store.commit({ writes, events: [] })
    cache.invalidate({ writes, events: [] })
    release()
    expect(await racing).toHaveLength(1)
    const after = cache.reads.grantsTo(scope, keyIdOf(1), BOB)
    await setImmediate()
    release()
    expect(await after).toEqual([])
  })
})
