import { describe, expect, it } from 'vitest'
import type { Region } from '#kernel/ids.ts'
import { domainKey } from './domain-key.ts'
import { SCOPE } from './test-keys.ts'

const secret = Buffer.alloc(32, 1)
const nothing = Buffer.alloc(0)

/** Tells two domain keys apart, or two of their keys, by what they make of the same input. */
function prints(number: number, scope = SCOPE): string[] {
  const { wrap, row, token } = domainKey(secret, scope, number)
  const seal = (key: typeof wrap) => key.seal(Buffer.alloc(24), nothing, nothing).toString('hex')
  return [seal(wrap), seal(token), row.export().toString('hex')]
}

describe('domainKey', () => {
  it('gives the same three keys for the same secret, scope and number', () => {
    expect(prints(1)).toEqual(prints(1))
  })

  it('gives keys that differ by purpose, scope and number', () => {
    const all = [...prints(1), ...prints(2), ...prints(1, { ...SCOPE, region: 'eu-west-1' as Region })]
    expect(new Set(all).size).toBe(9)
  })
})
