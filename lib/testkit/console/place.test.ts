import { describe, expect, it } from 'vitest'
import { addressOf } from './place.ts'

const place = { url: 'http://127.0.0.1:3000', sandbox: 'sb-a', account: '111122223333', region: 'us-east-1' }

describe('addressOf', () => {
  it('names sandbox, account and Region, and what is given of a query', () => {
    expect(addressOf(place, 'keys')).toBe('http://127.0.0.1:3000/sb-a/111122223333/us-east-1/keys')
    expect(addressOf(place, 'audit', { event: 'Decrypt', text: undefined, resource: 'a/b' })).toBe(
      'http://127.0.0.1:3000/sb-a/111122223333/us-east-1/audit?event=Decrypt&resource=a%2Fb',
    )
  })
})
