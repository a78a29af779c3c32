import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { request as ask, createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliCompressSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createStaticFiles } from './static-files.ts'

const folder = mkdtempSync(join(tmpdir(), 'keystead-static-'))
const answer = createStaticFiles(join(folder, 'static'))
const server = createServer(async (request, response) => {
  if (!(await answer(request, response))) response.writeHead(404).end('next')
})

beforeAll(async () => {
  mkdirSync(join(folder, 'static', 'chunks'), { recursive: true })
  writeFileSync(join(folder, 'static', 'chunks', 'a-1~b.js.br'), brotliCompressSync('let a'))
  writeFileSync(join(folder, 'secret.js.br'), 'secret')
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
})

afterAll(() => {
  server.close()
  rmSync(folder, { recursive: true })
})

/** Asks for a path as it is: fetch would tidy it up. */
async function get(path: string, encoding: string | undefined, method = 'GET') {
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  const headers = encoding === undefined ? {} : { 'accept-encoding': encoding }
  const sent = ask({ host: '127.0.0.1', port, path, method, headers }).end()
  const [response] = await once(sent, 'response')
  const chunks: Buffer[] = []
  for await (const chunk of response) chunks.push(chunk)
  return { status: response.statusCode, headers: response.headers, body: Buffer.concat(chunks) }
}

describe('files of the build', () => {
  it('come compressed, to be kept, to whoever takes Brotli', async () => {
    const { status, headers, body } = await get('/_next/static/chunks/a-1~b.js?dpl=1', 'gzip, br;q=0.9')
    expect(status).toBe(200)
    expect(headers).toMatchObject({ 'content-encoding': 'br', vary: 'Accept-Encoding' })
    expect(headers['cache-control']).toContain('immutable')
    expect(body).toEqual(brotliCompressSync('let a'))
    expect((await get('/_next/static/chunks/a-1~b.js', 'br', 'HEAD')).body).toHaveLength(0)
  })

  it.each([undefined, 'gzip', 'br;q=0', 'br;q=0.0', 'brotli'])('are left to Next where %s is accepted', async (how) => {
    expect((await get('/_next/static/chunks/a-1~b.js', how)).status).toBe(404)
  })

  it.each([
    '/_next/static/../secret.js',
    '/_next/static/chunks/../../secret.js',
    '/_next/static/%2e%2e/secret.js',
    '/_next/static//secret.js',
    '/_next/static/chunks/none.js',
    '/_next/static/chunks/a-1~b.js.br',
    '/_next/static/__proto__.js',
  ])('are no way to %s', async (path) => {
    expect((await get(path, 'br')).status).toBe(404)
  })

  it('are only read', async () => {
    expect((await get('/_next/static/chunks/a-1~b.js', 'br', 'POST')).status).toBe(404)
  })
})
