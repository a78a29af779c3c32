import { describe, expect, it } from 'vitest'
import { LruMap } from './lru-map.ts'

describe('LruMap', () => {
  it('never holds more entries than its capacity', () => {
    const map = new LruMap<number, number>(3)
    for (let i = 0; i < 10; i += 1) map.set(i, i)
    expect(map.size).toBe(3)
    expect(map.get(6)).toBeUndefined()
    expect(map.get(9)).toBe(9)
  })

  it('drops the entry that was used longest ago, not the one that was set first', () => {
    const map = new LruMap<string, number>(2)
    map.set('a', 1)
    map.set('b', 2)
    map.get('a')
    map.set('c', 3)
    expect(map.get('a')).toBe(1)
    expect(map.get('b')).toBeUndefined()
  })

  it('counts what it has and has not, and lets one look without counting or using', () => {
    const tally = { hits: 0, misses: 0 }
    const map = new LruMap<string, number>(2, tally)
    map.set('a', 1)
    map.set('b', 2)
    map.get('b')
    map.get('c')
    map.get('d')
    expect(map.peek('a')).toBe(1)
    expect(map.peek('d')).toBeUndefined()
    expect(tally).toEqual({ hits: 1, misses: 2 })
    map.set('c', 3)
    expect(map.peek('a')).toBeUndefined()
  })

  it('drops nothing when a key that is there is set again', () => {
    const map = new LruMap<string, number>(2)
    map.set('a', 1)
    map.set('b', 2)
    map.set('a', 3)
    expect(map.get('b')).toBe(2)
    expect(map.get('a')).toBe(3)
  })

  it('forgets a deleted entry', () => {
    const map = new LruMap<string, number>(2)
    map.set('a', 1)
    map.delete('a')
    expect(map.get('a')).toBeUndefined()
    expect(map.size).toBe(0)
  })

  it('removes the entries that a predicate names and no others', () => {
    const map = new LruMap<string, number>(5)
    map.set('x/1', 1)
    map.set('x/2', 2)
    map.set('y/1', 3)
    map.deleteWhere((key) => key.startsWith('x/'))
    expect(map.size).toBe(1)
    expect(map.get('y/1')).toBe(3)
    map.deleteWhere((_, value) => value === 3)
    expect(map.size).toBe(0)
  })
})
