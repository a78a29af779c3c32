import { describe, expect, it } from 'vitest'
import { hostName, isLoopback } from './loopback.ts'

describe('loopback', () => {
  it.each(['localhost', 'LOCALHOST', '127.0.0.1', '127.9.8.7', '::1', '[::1]'])('%s is this machine', (host) => {
    expect(isLoopback(host)).toBe(true)
  })

  it.each(['', '0.0.0.0', '::', '10.0.0.1', 'localhost.example.com', '127.0.0.1.example.com', '1127.0.0.1'])(
    '%j is not',
    (host) => {
      expect(isLoopback(host)).toBe(false)
    },
  )

  it('reads the name in a Host header', () => {
    expect(hostName('localhost:3000')).toBe('localhost')
    expect(hostName('[::1]:3000')).toBe('[::1]')
    expect(hostName('kms.example.com')).toBe('kms.example.com')
  })
})
