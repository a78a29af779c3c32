import { describe, expect, it } from 'vitest'
import { sha256Hex } from '#kernel/hash.ts'
import { rowDigest } from './row-digest.ts'

describe('the digest of a row', () => {
  it('is SHA-256 of canonical JSON of its table and members', () => {
    const row = { name: 'alias/a', bytes: Buffer.of(1, 255), createdAt: 5 }
    expect(rowDigest('alias', row)).toBe(sha256Hex('["alias",{"bytes":"Af8=","createdAt":5,"name":"alias/a"}]'))
  })

  it('does not depend on the order of members, on empty ones, or on how often the row was written', () => {
    const digest = rowDigest('alias', { a: 1, b: 2 })
    expect(rowDigest('alias', { b: 2, a: 1, c: null, d: undefined, version: 7 })).toBe(digest)
  })

  it('differs for another table, member or value', () => {
    const rows: [string, object][] = [
      ['alias', { a: 1 }],
      ['grant', { a: 1 }],
      ['alias', { b: 1 }],
      ['alias', { a: 2 }],
      ['alias', { a: '1' }],
    ]
    expect(new Set(rows.map(([table, row]) => rowDigest(table, row))).size).toBe(rows.length)
  })

  it('leaves out what the table does not account for', () => {
    expect(rowDigest('session', { id: 'a', seenAt: 1 }, ['seenAt'])).toBe(rowDigest('session', { id: 'a' }))
  })

  it('is that of the text as a database keeps it', () => {
    expect(rowDigest('key', { description: 'a\ud800' })).toBe(rowDigest('key', { description: 'a\ufffd' }))
  })
})
