import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { systemSecrets } from '#kernel/random.ts'
import { tampered, truncated } from './test-keys.ts'
import { mintToken, openToken } from './token.ts'
import { xaesKey } from './xaes.ts'

const key = xaesKey(Buffer.alloc(32, 1))
const mint = (payload: Uint8Array, purpose = 'marker:ListKeys') => mintToken(key, purpose, payload, systemSecrets)
const open = (token: string, purpose = 'marker:ListKeys') => openToken(key, purpose, token)

describe('token', () => {
  const token = mint(Buffer.from('payload'))

  it('gives back its payload, whatever it is', () => {
    fc.assert(fc.property(fc.uint8Array(), (payload) => open(mint(payload))?.equals(payload) === true))
  })

  it('shows nothing of the payload and is never the same twice', () => {
    expect(Buffer.from(token, 'base64url').includes('payload')).toBe(false)
    expect(mint(Buffer.from('payload'))).not.toBe(token)
  })

  it('does not open for another purpose or under another key', () => {
    expect(open(token, 'marker:ListAliases')).toBeUndefined()
    expect(openToken(xaesKey(Buffer.alloc(32, 2)), 'marker:ListKeys', token)).toBeUndefined()
  })

  it('does not open with one bit changed anywhere, or cut short', () => {
    const bytes = Buffer.from(token, 'base64url')
    for (const other of tampered(bytes)) expect(open(other.toString('base64url'))).toBeUndefined()
    for (const other of truncated(bytes)) expect(open(other.toString('base64url'))).toBeUndefined()
  })

  it('opens in its one spelling only', () => {
    const spellings = [
      `${token}=`,
      `${token}==`,
      ` ${token}`,
      `${token}\n`,
      `${token}!`,
      `${token.slice(0, 4)}.${token.slice(4)}`,
    ]
    for (const other of spellings) expect(open(other)).toBeUndefined()
  })

  it('fits a marker of 1,024 characters with up to 727 bytes of payload', () => {
    const longest = mint(Buffer.alloc(727))
    expect(longest).toHaveLength(1024)
    expect(longest).toMatch(/^[A-Za-z0-9_-]+$/)
  })
})
