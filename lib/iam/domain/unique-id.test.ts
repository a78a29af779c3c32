import { describe, expect, it } from 'vitest'
import type { AccountId } from '#kernel/ids.ts'
import { systemSecrets } from '#kernel/random.ts'
import { accountOfAccessKeyId, newAccessKeyId, uniqueIdFrom } from './unique-id.ts'

describe('a unique id', () => {
  it('has the form of its kind and follows from the id it is made of', () => {
    const one = uniqueIdFrom('user', 'a')
    expect(one).toMatch(/^AIDA[A-Z2-7]{17}$/)
    expect(uniqueIdFrom('user', 'a')).toBe(one)
    expect(uniqueIdFrom('user', 'b')).not.toBe(one)
    expect(uniqueIdFrom('role', 'a')).toMatch(/^AROA/)
    expect(uniqueIdFrom('group', 'a')).toMatch(/^AGPA/)
    expect(uniqueIdFrom('policy', 'a')).toMatch(/^ANPA/)
  })
})

describe('an access key id', () => {
  it.each(['000000000000', '111122223333', '999999999999'])('tells its account: %s', (account) => {
    const id = newAccessKeyId('ASIA', account as AccountId, systemSecrets)
    expect(id).toMatch(/^ASIA[A-Z2-7]{16}$/)
    expect(accountOfAccessKeyId(id)).toBe(account)
  })

  it('is decoded as those that AWS gives out', () => {
    expect(accountOfAccessKeyId('ASIAY34FZKBOKMUTVV7A')).toBe('609629065308')
  })

  it.each(['AKIAIOSFODNN7EXAMPLE', 'AIDAY34FZKBOKMUTVV7A', 'AKIA1', ''])(
    'that says nothing is not guessed: %j',
    (id) => {
      expect(accountOfAccessKeyId(id)).toBeUndefined()
    },
  )

  it('is never the same twice', () => {
    const made = Array.from({ length: 1000 }, () => newAccessKeyId('AKIA', '111122223333' as AccountId, systemSecrets))
    expect(new Set(made).size).toBe(1000)
  })
})
