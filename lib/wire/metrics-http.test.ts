import { describe, expect, it } from 'vitest'
import { systemIds } from '#kernel/random.ts'
import type { WireRequest } from './message.ts'
import { createMetricsHttp } from './metrics-http.ts'

const LOCAL = { host: '127.0.0.1:3000' }
const basic = (text: string) => ({ authorization: `Basic ${Buffer.from(text).toString('base64')}` })

const OWN = 'http://127.0.0.1:3000'
const httpAt = (publicOrigin: string) =>
  createMetricsHttp({
    metrics: { contentType: 'text/plain; version=0.0.4', text: async () => 'keystead_up 1\n' },
    accessKey: { id: 'AKIAADMIN', secret: 'se:cret' },
    publicOrigin,
    ids: systemIds,
  })

async function ask(headers: WireRequest['headers'], remoteAddress = '127.0.0.1', method = 'GET', origin = OWN) {
  const request = { method, target: '/metrics', headers, rawHeaders: [], body: Buffer.alloc(0), remoteAddress }
  return httpAt(origin)(request)
}

const statusOf = async (...asked: Parameters<typeof ask>) => (await ask(...asked)).status

describe('GET /metrics', () => {
  it.each(['127.0.0.1', '::1'])('is told to this machine without credentials, by %s', async (address) => {
    expect(await ask(LOCAL, address)).toEqual({
      status: 200,
      headers: { 'Content-Type': 'text/plain; version=0.0.4', 'Cache-Control': 'no-store' },
      body: 'keystead_up 1\n',
    })
  })

  it("is told to others with the administrator's access key pair only", async () => {
    const remote = '192.0.2.1'
    expect(await statusOf(LOCAL, remote)).toBe(401)
    expect((await ask(LOCAL, remote)).headers['WWW-Authenticate']).toMatch(/^Basic /)
    expect(await statusOf({ ...LOCAL, ...basic('AKIAADMIN:secret') }, remote)).toBe(401)
    expect(await statusOf({ ...LOCAL, ...basic('AKIAADMIN:se:cret') }, remote)).toBe(200)
  })

  it.each([
    ['a proxy on this machine passes on', { ...LOCAL, 'x-forwarded-for': '192.0.2.1' }],
    ['a proxy of the standard passes on', { ...LOCAL, forwarded: 'for=192.0.2.1' }],
    ['a proxy that only names itself passes on', { ...LOCAL, via: '1.1 proxy' }],
    ['was sent to another name than this machine', { host: 'rebound.example' }],
    ['names no host', {}],
  ])('asks for credentials when the request %s', async (_, headers) => {
    expect(await statusOf(headers)).toBe(401)
    expect(await statusOf({ ...headers, ...basic('AKIAADMIN:se:cret') })).toBe(200)
  })

  it.each(['http://localhost:3000', 'http://[::1]:3000'])('is told to this machine at %s', async (origin) => {
    expect(await statusOf(LOCAL, '127.0.0.1', 'GET', origin)).toBe(200)
  })

  it.each(['https://kms.example', 'http://0.0.0.0:3000', 'https://127.0.0.1.example'])(
    'asks everybody for credentials at %s, where a proxy may not tell that it is one',
    async (origin) => {
      expect(await statusOf(LOCAL, '127.0.0.1', 'GET', origin)).toBe(401)
      expect(await statusOf({ ...LOCAL, ...basic('AKIAADMIN:se:cret') }, '127.0.0.1', 'GET', origin)).toBe(200)
    },
  )

  it('is not told to pages of another origin, whatever they know', async () => {
    const foreign = { ...LOCAL, ...basic('AKIAADMIN:se:cret'), origin: 'https://evil.example' }
    expect(await statusOf(foreign)).toBe(403)
    expect(await statusOf({ ...LOCAL, origin: 'null' })).toBe(403)
    expect(await statusOf({ ...LOCAL, origin: OWN })).toBe(200)
  })

  it('is only read', async () => {
    expect(await statusOf(LOCAL, '127.0.0.1', 'HEAD')).toBe(200)
    expect(await statusOf(LOCAL, '127.0.0.1', 'POST')).toBe(404)
  })
})
