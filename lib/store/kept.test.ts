import { setImmediate } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { Kept, type Parts } from './kept.ts'

/** Numbers by name, read as they are when the read begins; each read ends when the test lets it. */
function setUp(numbers: Record<string, number>) {
  const truth = new Map(Object.entries(numbers))
  const asked: Parts<string>[] = []
  const waiting: PromiseWithResolvers<void>[] = []
  const kept = new Kept<string, ReadonlyMap<string, number>>(async (parts, before = new Map()) => {
    asked.push(parts)
    const seen = [...truth].filter(([name]) => parts === 'all' || parts.has(name))
    const gate = Promise.withResolvers<void>()
    waiting.push(gate)
    await gate.promise
    const others = [...before].filter(([name]) => parts !== 'all' && !parts.has(name))
    return new Map([...others, ...seen])
  })
  const release = async () => {
    while (waiting.length === 0) await setImmediate()
    waiting.shift()?.resolve()
  }
  const read = async () => {
    const reading = kept.current()
    await release()
    return await reading
  }
  const commit = (name: string, value: number) => {
    truth.set(name, value)
    kept.touch([name])
  }
  return { kept, truth, asked, waiting, release, read, commit }
}

describe('what is kept', () => {
  it('is read once, and is the same object while nothing changes', async () => {
    const { kept, read, asked } = setUp({ a: 1, b: 2 })
    const first = await read()
    expect(await kept.current()).toBe(first)
    expect(asked).toEqual(['all'])
  })

  it('is read once for those who ask at the same time', async () => {
    const { kept, release, asked } = setUp({ a: 1 })
    const both = [kept.current(), kept.current()]
    await release()
    const [one, other] = await Promise.all(both)
    expect(one).toBe(other)
    expect(asked).toHaveLength(1)
  })

  it('is read again only in the parts that commits touched', async () => {
    const { read, commit, asked } = setUp({ a: 1, b: 2 })
    const before = await read()
    commit('b', 3)
    commit('c', 4)
    expect(await read()).toEqual(new Map(Object.entries({ a: 1, b: 3, c: 4 })))
    expect(asked).toEqual(['all', new Set(['b', 'c'])])
    expect(before).toEqual(new Map(Object.entries({ a: 1, b: 2 })))
  })

  it('is not told as current by a read that a commit overtook', async () => {
    const { kept, release, read, commit } = setUp({ a: 1 })
    const racing = kept.current()
    commit('a', 2)
    const joined = kept.current()
    await release()
    expect([await racing, await joined]).toEqual([undefined, undefined])
    expect((await read())?.get('a')).toBe(2)
  })

  it('is not told as it was before while a part is being read again', async () => {
    const { kept, release, read, commit } = setUp({ a: 1 })
    await read()
    commit('a', 2)
    const first = kept.current()
    const second = kept.current()
    await release()
    expect((await second)?.get('a')).toBe(2)
    expect(await first).toBe(await second)
  })

  it('reads again what may have been found in a part that is being read', async () => {
    const { kept, release, read, commit, truth } = setUp({ a: 7, b: 0 })
    await read()
    commit('b', 7)
    const racing = kept.current()
    truth.set('b', 8)
    kept.touchFound((whole) => [...whole].filter(([, value]) => value === 7).map(([name]) => name))
    await release()
    expect(await racing).toBeUndefined()
    expect(await read()).toEqual(new Map(Object.entries({ a: 7, b: 8 })))
  })

  it('reads all again where it is not known yet what a commit touched', async () => {
    const { kept, release, read, asked } = setUp({ a: 1 })
    const racing = kept.current()
    kept.touchFound(() => [])
    await release()
    expect(await racing).toBeUndefined()
    await read()
    expect(asked).toEqual(['all', 'all'])
  })

  it('reads all at once where much was touched', async () => {
    const { read, commit, asked } = setUp({ a: 1 })
    await read()
    for (let n = 0; n < 501; n++) commit(`n${n}`, n)
    expect((await read())?.size).toBe(502)
    expect(asked).toEqual(['all', 'all'])
  })

  it('remembers what it was to read when a read fails', async () => {
    let fails = false
    let reads = 0
    const kept = new Kept<string, number>(async () => {
      if (fails) throw new Error('disk')
      reads += 1
      return reads
    })
    expect(await kept.current()).toBe(1)
    kept.touch(['a'])
    fails = true
    await expect(kept.current()).rejects.toThrow('disk')
    fails = false
    expect(await kept.current()).toBe(2)
  })

  it('is not told as current once it was dropped', async () => {
    const { kept, release } = setUp({ a: 1 })
    const racing = kept.current()
    kept.drop()
    await release()
    expect(await racing).toBeUndefined()
  })
})
