import type { Server } from 'node:http'
import { createServer, request as httpRequest } from 'node:http'
import type { AddressInfo } from 'node:net'
import { connect } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import type { WireRequest } from './message.ts'
import { answerByWire } from './node-http.ts'
import { BODY_LIMIT, peekBody } from './read-body.ts'

const servers: Server[] = []
afterEach(() => {
  for (const server of servers.splice(0)) server.close().closeAllConnections()
})

/** A server whose wire answers what it got. */
async function serve(handler?: (request: WireRequest) => void) {
  const seen: WireRequest[] = []
  const done: Promise<void>[] = []
  const server = createServer((request, response) => {
    const wire = {
      async handle(message: WireRequest) {
        seen.push(message)
        handler?.(message)
        const size = message.body === 'too-large' ? message.body : String(message.body.length)
        return { status: message.body === 'too-large' ? 413 : 200, headers: { 'x-size': size }, body: 'ä' }
      },
    }
    done.push(answerByWire(wire, { request, response, source: '192.0.2.1' }))
  })
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return { seen, done, port, url: `http://127.0.0.1:${port}/` }
}

describe('a request of node:http', () => {
  it('reaches the wire with its bytes and headers as they came', async () => {
    const { seen, url } = await serve()
    const body = Buffer.from([0, 255, 10])
    const answer = await fetch(`${url}p%20q?a=%2f`, { method: 'POST', body, headers: { 'X-Amz-Target': 'T  x' } })
    expect([answer.status, answer.headers.get('content-length'), await answer.text()]).toEqual([200, '2', 'ä'])
    expect(seen[0]).toMatchObject({ method: 'POST', target: '/p%20q?a=%2f', body, remoteAddress: '192.0.2.1' })
    expect(seen[0]?.rawHeaders).toContain('T  x')
  })

  it('may have a body of 512 KiB and not a byte more', async () => {
    const { url } = await serve()
    const send = async (length: number) => {
      const answer = await fetch(url, { method: 'POST', body: Buffer.alloc(length) })
      return [answer.status, answer.headers.get('x-size')]
    }
    expect(await send(BODY_LIMIT)).toEqual([200, String(BODY_LIMIT)])
    expect(await send(BODY_LIMIT + 1)).toEqual([413, 'too-large'])
  })

  it('is cut off when it pretends to be endless', async () => {
    const { url, seen } = await serve()
    const chunk = Buffer.alloc(1 << 20)
    const failed = await new Promise<Error>((resolve) => {
      const request = httpRequest(url, { method: 'POST' })
      const feed = () => request.write(chunk, (error) => (error ? resolve(error) : feed()))
      request.on('error', resolve)
      feed()
    })
    expect(failed).toBeInstanceOf(Error)
    expect(seen).toEqual([])
  })

  it('that is broken off half-way harms nobody', async () => {
    const { port, done, seen } = await serve()
    const socket = connect(port, '127.0.0.1')
    socket.write('POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nhalf')
    await expect.poll(() => done.length).toBe(1)
    socket.destroy()
    await done[0]
    expect(seen).toEqual([])
  })

  it('whose sender left before the answer harms nobody', async () => {
    const { promise: left, resolve: leave } = Promise.withResolvers<void>()
    const server = createServer((request, response) => {
      const handle = async () => {
        await left
        return { status: 200, headers: {}, body: 'x'.repeat(1 << 20) }
      }
      finished = answerByWire({ handle }, { request, response, source: '192.0.2.1' })
    })
    let finished: Promise<void> | undefined
    servers.push(server)
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1')
    socket.write('POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n')
    await expect.poll(() => finished !== undefined).toBe(true)
    socket.destroy()
    leave()
    await expect(finished).resolves.toBeUndefined()
  })
})

describe('a look at the first bytes of a body', () => {
  it('leaves them in place', async () => {
    const server = createServer(async (request, response) => {
      const beginning = await peekBody(request)
      const chunks: Buffer[] = []
      for await (const chunk of request) chunks.push(chunk)
      response.end(JSON.stringify([beginning.length > 0, Buffer.concat(chunks).toString()]))
    })
    servers.push(server)
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
    const post = async (body: string) => (await fetch(url, { method: 'POST', body })).json()
    expect(await post('Action=GetCallerIdentity')).toEqual([true, 'Action=GetCallerIdentity'])
    expect(await post('a'.repeat(300_000))).toEqual([true, 'a'.repeat(300_000)])
    expect(await post('')).toEqual([false, ''])
  })
})
