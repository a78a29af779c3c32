import { describe, expect, it } from 'vitest'
import { createSourceOf, parseTrustedProxies } from './trusted-proxies.ts'

const sourceOf = createSourceOf(parseTrustedProxies('127.0.0.1, ::1, 10.0.0.0/8, 2001:db8:a::/48') ?? [])

describe('where a request comes from', () => {
  it('is the socket, whatever the request says, unless that is a trusted proxy', () => {
    expect(sourceOf('192.0.2.1', '203.0.113.9')).toBe('192.0.2.1')
    expect(sourceOf('192.0.2.1', '127.0.0.1, 10.0.0.1')).toBe('192.0.2.1')
    expect(createSourceOf([])('127.0.0.1', '203.0.113.9')).toBe('127.0.0.1')
  })

  it('is what the trusted proxy says, and its own address where it says nothing', () => {
    expect(sourceOf('127.0.0.1', '203.0.113.9')).toBe('203.0.113.9')
    expect(sourceOf('127.0.0.1', undefined)).toBe('127.0.0.1')
    expect(sourceOf('127.0.0.1', '')).toBe('127.0.0.1')
  })

  it('is the first from the right that is no trusted proxy: what stands before it is invented', () => {
    expect(sourceOf('127.0.0.1', '1.1.1.1, 203.0.113.9, 10.1.2.3')).toBe('203.0.113.9')
    expect(sourceOf('10.0.0.1', '127.0.0.1, 10.0.0.1, 203.0.113.9')).toBe('203.0.113.9')
    expect(sourceOf('10.0.0.1', '10.9.9.9, 10.8.8.8')).toBe('10.9.9.9')
  })

  it('ends at the last address that is one', () => {
    expect(sourceOf('10.0.0.1', '203.0.113.9, unknown')).toBe('10.0.0.1')
    expect(sourceOf('10.0.0.1', '203.0.113.9, <script>, 10.0.0.2')).toBe('10.0.0.2')
    expect(sourceOf('', '203.0.113.9')).toBe('')
  })

  it.each([
    ['203.0.113.9:4711', '203.0.113.9'],
    ['[2001:db8::7]:4711', '2001:db8::7'],
    ['[2001:db8::7]', '2001:db8::7'],
    ['2001:db8::7', '2001:db8::7'],
    ['::ffff:203.0.113.9', '203.0.113.9'],
    ['2001:db8:a::7, ::ffff:10.0.0.2', '2001:db8:a::7'],
  ])('is read from %s', (forwardedFor, source) => {
    expect(sourceOf('::1', forwardedFor)).toBe(source)
    expect(sourceOf('::ffff:10.0.0.1', forwardedFor)).toBe(source)
  })
})

describe('trusted proxies', () => {
  it.each(['proxy.internal', '10.0.0.0/33', '::/129', '10.0.0', '127.0.0.1,', '1.2.3.4/x', 'fe80::1%eth0', ''])(
    'are addresses and networks, not %j',
    (text) => expect(parseTrustedProxies(text)).toBeUndefined(),
  )

  it.each(['0.0.0.0/0', '::/0', '10.0.0.1/0'])('are never everyone, as %s would be', (text) => {
    expect(parseTrustedProxies(text)).toBeUndefined()
  })
})
