import { describe, expect, it } from 'vitest'
import { contentSecurityPolicy, securityHeaders } from './security-headers.ts'

describe('the content-security policy', () => {
  it('lets only scripts with the nonce run', () => {
    const policy = contentSecurityPolicy('abc', { dev: false })
    expect(policy).toContain("script-src 'self' 'nonce-abc' 'strict-dynamic';")
    expect(policy).not.toMatch(/script-src[^;]*unsafe/)
  })

  it('allows evaluated text where pages are built on demand, and still no inline script', () => {
    expect(contentSecurityPolicy('abc', { dev: true })).toContain("'strict-dynamic' 'unsafe-eval';")
    expect(contentSecurityPolicy('abc', { dev: true })).not.toMatch(/script-src[^;]*unsafe-inline/)
  })

  it.each(["object-src 'none'", "base-uri 'none'", "form-action 'self'", "frame-ancestors 'none'"])(
    'says %s',
    (rule) => {
      expect(contentSecurityPolicy('abc', { dev: false })).toContain(rule)
    },
  )
})

describe('the other headers', () => {
  it('ask for TLS for a year under an https origin, and only there', () => {
    expect(securityHeaders({ origin: 'https://kms.example.com' })['Strict-Transport-Security']).toBe('max-age=31536000')
    expect(securityHeaders({ origin: 'http://127.0.0.1:3000' })).not.toHaveProperty('Strict-Transport-Security')
  })
})
