import { describe, expect, it } from 'vitest'
import type { WireRequest } from './message.ts'
import { guardOpenMode } from './open-mode.ts'

function guard(headers: WireRequest['headers'], publicOrigin = 'http://127.0.0.1:3000'): () => void {
  const request = { method: 'POST', target: '/', headers, rawHeaders: [], body: Buffer.alloc(0), remoteAddress: '' }
  return () => guardOpenMode(request, publicOrigin)
}

describe('open mode', () => {
  it.each(['127.0.0.1:3000', 'localhost:3000', 'LOCALHOST', '[::1]:3000'])('serves the host %s', (host) => {
    expect(guard({ host })).not.toThrow()
  })

  it('serves the host and origin of the public URL', () => {
    expect(guard({ host: 'kms.test', origin: 'https://kms.test' }, 'https://kms.test')).not.toThrow()
  })

  it.each(['evil.example:3000', 'localhost.evil.example', '127.0.0.1.nip.io', ''])('refuses the host %j', (host) => {
    expect(guard({ host })).toThrow('KEYSTEAD_AUTH=open')
  })

  it('serves a page of its own origin', () => {
    expect(guard({ host: 'localhost:3000', origin: 'http://localhost:3000' })).not.toThrow()
  })

  it.each(['https://evil.example', 'null', 'http://localhost:8080', 'https://localhost:3000', ''])(
    'refuses a page of the origin %j',
    (origin) => {
      expect(guard({ host: 'localhost:3000', origin })).toThrow('another origin')
    },
  )
})
