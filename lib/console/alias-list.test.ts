import { describe, expect, it } from 'vitest'
import { listAliases } from './alias-list.ts'
import type { KeyRowDto } from './dto/keys.ts'

function key(keyId: string, ...aliases: readonly string[]): KeyRowDto {
  return { keyId, aliases, state: 'Enabled' } as unknown as KeyRowDto
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

  it('says how many there are beside those that match', () => {
    expect(listAliases(keys, new URLSearchParams('q=pay'))).toMatchObject({ matching: 1, total: 3, page: 1 })
  })
})
