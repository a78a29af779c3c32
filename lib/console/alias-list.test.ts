import { describe, expect, it } from 'vitest'
import { listAliases, type NamedKey } from './alias-list.ts'

function key(keyId: string, ...aliases: readonly string[]): NamedKey {
  const row = { keyId, aliases, state: keyId === 'k2' ? 'Disabled' : 'Enabled', spec: 'RSA_2048', usage: 'SIGN_VERIFY' }
  return { row: row as unknown as NamedKey['row'], aliasesUpdatedAt: aliases.map((name) => name.length) }
}

const keys = [key('k1', 'alias/b', 'alias/pay'), key('k2', 'alias/a'), key('k3')]

function names(search: string): readonly string[] {
  return listAliases(keys, new URLSearchParams(search)).rows.map(({ name }) => name)
}

describe('listAliases', () => {
  it('lists the aliases of all keys by name', () => {
    expect(names('')).toEqual(['alias/a', 'alias/b', 'alias/pay'])
  })

  it('finds them by name and by key', () => {
    expect(names('q=PAY')).toEqual(['alias/pay'])
    expect(names('q=k1')).toEqual(['alias/b', 'alias/pay'])
    expect(names('q=k1 b')).toEqual(['alias/b'])
  })

  it('orders them by what the address says, and keeps to some states', () => {
    expect(names('sort=-alias')).toEqual(['alias/pay', 'alias/b', 'alias/a'])
    expect(names('sort=-updated')).toEqual(['alias/pay', 'alias/a', 'alias/b'])
    expect(names('sort=key')).toEqual(['alias/b', 'alias/pay', 'alias/a'])
    expect(names('sort=__proto__')).toEqual(['alias/a', 'alias/b', 'alias/pay'])
    expect(names('state=Disabled')).toEqual(['alias/a'])
  })

  it('says how many there are beside those that match', () => {
    expect(listAliases(keys, new URLSearchParams('q=pay'))).toMatchObject({ matching: 1, total: 3, page: 1 })
  })
})
