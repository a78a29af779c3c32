import { describe, expect, it } from 'vitest'
import texts from './failure-messages.json' with { type: 'json' }
import { FAILURE_MESSAGES, isProxyErrorName, isXksProxyError, PROXY_ERRORS, XksProxyError } from './failures.ts'

/** `failure-messages.json` has AWS KMS's words as its developer guide lists them. */
describe('the words for what a proxy did', () => {
  it.each(texts)('are those of AWS for $proxyErrorName', ({ proxyErrorName, message }) => {
    for (const name of proxyErrorName.replace(/[()]/g, '').toLowerCase().split('/')) {
      const [, words] = Object.entries(FAILURE_MESSAGES).find(([failure]) => failure.toLowerCase() === name) ?? []
      expect(words).toBe(message)
    }
  })

  it('are there for every error that the protocol knows, and for every way to give no answer', () => {
    const failures = [...Object.keys(PROXY_ERRORS), 'timeout', 'tls', 'unparsable', 'unreachable']
    expect(Object.keys(FAILURE_MESSAGES).sort()).toEqual(failures.sort())
    expect(failures).toHaveLength(16)
  })

  it('tell nothing of what the proxy wrote', () => {
    const error = new XksProxyError('KeyNotFoundException', 'no key at /etc/passwd')
    expect(error.message).toBe(FAILURE_MESSAGES.KeyNotFoundException)
    expect(error.detail).toBe('no key at /etc/passwd')
    expect(isXksProxyError(error)).toBe(true)
    expect(isXksProxyError(new Error('x'))).toBe(false)
    expect(isProxyErrorName('toString')).toBe(false)
  })
})
