import { mkdir } from 'node:fs/promises'
import type { Server } from 'node:http'
import { createServer, request } from 'node:http'
import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, it } from 'vitest'
import { adminHttpOf, SIGNED } from '#testing/admin-http.ts'
import { fixturesOf, SANDBOX } from '#testing/fixtures.ts'
import { openIamHarness } from '#testing/iam-harness.ts'
import { ADMIN_BODY_LIMIT } from '#wire/admin-http.ts'
import { BODY_LIMIT } from '#wire/read-body.ts'
import { createSourceOf, type ProxyNetwork } from '#wire/trusted-proxies.ts'
import type { Faces } from './front.ts'
import { createFront } from './front.ts'
import { drain, listen } from './listening.ts'
import { explain } from './refusal.ts'

const servers: Server[] = []
afterEach(() => {
  for (const server of servers.splice(0)) server.close().closeAllConnections()
})

const faces: Faces = {
  wire: { handle: async ({ body }) => ({ status: 200, headers: {}, body: `wire ${body}` }) },
  admin: async ({ target }) => ({ status: 200, headers: {}, body: `admin ${target}` }),
  integrations: async ({ target }) => ({ status: 200, headers: {}, body: `integrations ${target}` }),
  xks: async ({ target }) => ({ status: 200, headers: {}, body: `xks ${target}` }),
  metrics: async ({ target }) => ({ status: 200, headers: {}, body: `metrics ${target}` }),
  health: async () => ({ ok: true, version: '1' }),
  next: async (request, response) => {
    let text = ''
    for await (const chunk of request) text += chunk
    response.end(`next ${text}`)
  },
}

async function serve(opened?: Faces, proxies: readonly ProxyNetwork[] = []) {
  const failures: unknown[] = []
  const front = createFront(createSourceOf(proxies), (error) => failures.push(error))
  if (opened) front.open(opened)
  const server = createServer(front.listener)
  servers.push(server)
  const port = await listen(server, '127.0.0.1', 0)
  const ask = async (path: string, init?: RequestInit) => {
    const answer = await fetch(`http://127.0.0.1:${port}${path}`, init)
    return [answer.status, await answer.text()] as const
  }
  return { ask, failures, front, server, port }
}

const FORM = { 'content-type': 'application/x-www-form-urlencoded' }
const TARGET = { 'x-amz-target': 'TrentService.ListKeys' }

describe('the one port', () => {
  it('says that it is starting until it is open', async () => {
    const { ask, front } = await serve()
    expect(await ask('/health')).toEqual([503, '{"status":"unavailable","reason":"Keystead is starting."}\n'])
    expect(await ask('/')).toEqual([503, '{"message":"Keystead is starting."}\n'])
    expect((await ask('/', { method: 'POST', headers: TARGET, body: '{}' }))[0]).toBe(503)
    front.open(faces)
    expect(await ask('/health')).toEqual([200, '{"status":"ok","version":"1"}\n'])
  })

  it('tells why the instance is not well', async () => {
    const { ask } = await serve({ ...faces, health: async () => ({ ok: false, reason: 'no root key' }) })
    expect(await ask('/health')).toEqual([503, '{"status":"unavailable","reason":"no root key"}\n'])
  })

  it('gives each request to its face, with its whole body', async () => {
    const { ask } = await serve(faces)
    expect(await ask('/', { method: 'POST', headers: TARGET, body: '{}' })).toEqual([200, 'wire {}'])
    expect(await ask('/', { method: 'POST', headers: FORM, body: 'Action=A&B=c' })).toEqual([200, 'wire Action=A&B=c'])
    expect(await ask('/', { method: 'POST', headers: FORM, body: 'a=b' })).toEqual([200, 'next a=b'])
    expect(await ask('/', { method: 'POST', headers: FORM, body: '' })).toEqual([200, 'next '])
    expect(await ask('/', { method: 'POST', headers: { ...TARGET, 'next-action': 'x' }, body: 'b' })).toEqual([
      200,
      'next b',
    ])
    expect(await ask('/keys')).toEqual([200, 'next '])
    expect(await ask('/_keystead/accounts')).toEqual([200, 'admin /_keystead/accounts'])
    expect(await ask('/metrics')).toEqual([200, 'metrics /metrics'])
    expect(await ask('/kms/xks/v1/health')).toEqual([200, 'xks /kms/xks/v1/health'])
  })

  it('takes the export of a sandbox with a long log in the body that makes a sandbox with it', async () => {
    const harness = await openIamHarness()
    const fixtures = fixturesOf(harness)
    const { http } = adminHttpOf(harness, { ports: { fixtures: fixtures.works } })
    const { ask } = await serve({ ...faces, admin: http })
    const call = { eventName: 'ListKeys', principal: 'arn:aws:iam::111122223333:root', userAgent: '"a" '.repeat(2000) }
    for (const day of [1, 2]) {
      const at = (second: number) => new Date(Date.UTC(2025, 0, day) + second * 1000)
      const history = Array.from({ length: 30 }, (_, second) => ({ eventTime: at(second), ...call }))
      await fixtures.apply({ keystead: 1, accounts: [{}], history })
    }
    const [, fixture] = await ask(`/_keystead/sandboxes/${SANDBOX}/fixture`, { headers: SIGNED })
    const body = JSON.stringify({ name: 'copy', fixture })
    expect(body.length).toBeGreaterThan(BODY_LIMIT)
    const [status, text] = await ask('/_keystead/sandboxes', { method: 'POST', headers: SIGNED, body })
    expect([status, JSON.parse(text).fixture?.calls]).toEqual([200, fixture.match(/eventName: ListKeys/g)?.length])
    const tooMuch = Buffer.alloc(ADMIN_BODY_LIMIT + 1)
    expect((await ask('/_keystead/sandboxes', { method: 'POST', headers: SIGNED, body: tooMuch }))[0]).toBe(413)
  })

  it('takes no body for a page that is larger than any action, or whose size is not told', async () => {
    const { port } = await serve(faces)
    const statusOf = (headers: Record<string, string>) =>
      new Promise((resolve, reject) => {
        const sent = request({ port, path: '/api/auth/callback/credentials', method: 'POST', headers })
        sent.on('response', ({ statusCode }) => resolve(statusCode)).on('error', reject)
        sent.flushHeaders()
        if (headers['Content-Length'] === '3') sent.end('a=b')
      })
    expect(await statusOf({ 'Content-Length': '3' })).toBe(200)
    expect(await statusOf({ 'Content-Length': String(2 ** 21 + 1) })).toBe(413)
    expect(await statusOf({ 'Transfer-Encoding': 'chunked' })).toBe(411)
  })

  it('tells each face where a request comes from: what it says of itself counts from a trusted proxy only', async () => {
    const telling: Faces = {
      ...faces,
      wire: { handle: async ({ remoteAddress }) => ({ status: 200, headers: {}, body: remoteAddress }) },
      next: async (request, response) => void response.end(request.headers['x-forwarded-for']),
    }
    const headers = { 'x-forwarded-for': '203.0.113.9, 198.51.100.7' }
    const told = async (proxies: readonly ProxyNetwork[]) => {
      const { ask } = await serve(telling, proxies)
      const answers = [ask('/', { method: 'POST', headers: { ...headers, ...TARGET } }), ask('/keys', { headers })]
      return (await Promise.all(answers)).map(([, text]) => text)
    }
    expect(await told([])).toEqual(['127.0.0.1', '127.0.0.1'])
    expect(await told([{ address: '127.0.0.1', family: 'ipv4', prefix: 32 }])).toEqual(['198.51.100.7', '198.51.100.7'])
  })

  it('serves no pages without a console', async () => {
    const { ask } = await serve({ ...faces, next: undefined })
    expect(await ask('/')).toEqual([404, expect.stringContaining('The console is off.')])
    expect(await ask('/', { method: 'POST', headers: TARGET, body: '{}' })).toEqual([200, 'wire {}'])
  })

  it('outlives a page that fails', async () => {
    const error = new Error('broken page')
    const { ask, failures } = await serve({ ...faces, next: () => Promise.reject(error) })
    expect(await ask('/')).toEqual([500, '{}\n'])
    expect(failures).toEqual([error])
    expect((await ask('/health'))[0]).toBe(200)
  })

  it('that is taken is refused in words', async () => {
    const { port } = await serve(faces)
    await expect(listen(createServer(), '127.0.0.1', port)).rejects.toMatchObject({
      name: 'ListenError',
      message: `Port ${port} on 127.0.0.1 is in use: set PORT to another one.`,
    })
  })
})

describe('stopping', () => {
  it('waits for the answers under way and takes no new connections', async () => {
    const { promise: released, resolve: release } = Promise.withResolvers<void>()
    const { promise: reached, resolve: reach } = Promise.withResolvers<void>()
    const handle = async () => {
      reach()
      await released
      return { status: 200, headers: {}, body: 'late' }
    }
    const { ask, server } = await serve({ ...faces, wire: { handle } })
    const late = ask('/', { method: 'POST', headers: TARGET, body: '{}' })
    await reached
    const drained = drain(server)
    await expect(ask('/health')).rejects.toThrow()
    release()
    expect(await late).toEqual([200, 'late'])
    await drained
  })

  it('does not wait for connections that are idle', async () => {
    const { ask, server } = await serve(faces)
    await ask('/health')
    await expect(drain(server)).resolves.toBeUndefined()
  })
})

describe('a refusal to start', () => {
  it('is told in one line when it was foreseen, with its stack when not', () => {
    const foreseen = Object.assign(new Error('why'), { name: 'StoreError' })
    expect(explain(foreseen)).toBe('keystead: why')
    expect(explain(new TypeError('what'))).toMatch(/^keystead: TypeError: what\n +at /)
  })

  it('is told in one line, with the file, when the system refuses a file or folder', async () => {
    const file = fileURLToPath(import.meta.url)
    const refused: unknown = await mkdir(file).catch((error: unknown) => error)
    expect(explain(refused)).toBe(`keystead: EEXIST: file already exists, mkdir '${file}'`)
  })
})
