import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ListKeysCommand } from '@aws-sdk/client-kms'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Server, startServer } from '../support/server.ts'
import { kmsOf, refusalOf } from './clients.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'keystead-start-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

type Environment = Record<string, string>

const start = (env: Environment = {}): Promise<Server> =>
  startServer({ console: false, env: { KEYSTEAD_DATA_DIR: join(folder, 'data'), ...env } })

/** What the program printed instead of starting. */
async function refusal(env: Environment): Promise<string> {
  const thrown: unknown = await start(env).then(
    (server) => server.stop(),
    (error: unknown) => error,
  )
  if (thrown instanceof Error) return thrown.message
  throw new Error('the server started')
}

/** The instance id that the start-up message tells. */
const instanceOf = (server: Server) => /instance ([0-9a-f-]{36})/.exec(server.log())?.[1] ?? 'no instance'

describe('a second process on the same data', () => {
  it('is refused, and told of the first, whether it wants the same port or not', async () => {
    await using first = await start()
    for (const PORT of ['0', String(first.port)]) {
      const told = await refusal({ PORT })
      expect(told).toContain('ended (1)')
      expect(told).toMatch(/is in use by process \d+/)
      expect(told).toContain(first.url)
    }
    await expect(kmsOf(first).send(new ListKeysCommand({}))).resolves.toBeDefined()
  })

  it('may start once the first is gone, even by kill -9', async () => {
    const first = await start()
    await first.kill()
    await using second = await start()
    await expect(kmsOf(second).send(new ListKeysCommand({}))).resolves.toBeDefined()
  })
})

describe('data that are not what they should be', () => {
  const database = () => join(folder, 'data', 'keystead.db')
  const rootKey = () => join(folder, 'data-root', 'root.key')

  /** Makes data by one start and an orderly stop; the caller's folder is kept. */
  async function made(env: Environment = {}): Promise<string> {
    const server = await start(env)
    const id = instanceOf(server)
    await server.stop()
    return id
  }

  it('are refused when the database is damaged, and left as they are', async () => {
    await made()
    const bytes = readFileSync(database())
    bytes.fill(0xa5, 4096, 12_288)
    writeFileSync(database(), bytes)
    expect(await refusal({})).toMatch(/is damaged/)
    expect(readFileSync(database())).toEqual(bytes)
  })

  it('are refused when the database is no database', async () => {
    await made()
    rmSync(database())
    writeFileSync(database(), 'something else entirely')
    expect(await refusal({})).toContain('is not a SQLite database')
  })

  it('are refused under the root key of another instance, naming both', async () => {
    await made()
    const other = join(folder, 'other')
    await made({ KEYSTEAD_DATA_DIR: other })
    const told = await refusal({ KEYSTEAD_ROOT_KEY: `file:${join(folder, 'other-root', 'root.key')}` })
    const ids = [rootKey(), join(folder, 'other-root', 'root.key')].map((file) =>
      instanceIn(readFileSync(file, 'utf8')),
    )
    for (const id of ids) expect(told).toContain(id)
  })

  it('are refused without their root key, which is never made again', async () => {
    await made()
    rmSync(rootKey())
    expect(await refusal({})).toContain(rootKey())
    expect(statSync(rootKey(), { throwIfNoEntry: false })).toBeUndefined()
  })
})

/** The instance that a root key file was made for. */
function instanceIn(text: string): string {
  return /^for ([0-9a-f-]{36})$/m.exec(text)?.[1] ?? 'no instance in the root key file'
}

describe('a configuration that cannot be used', () => {
  it('is refused, naming every fault', async () => {
    const told = await refusal({ KEYSTEAD_AUTH: 'sometimes', KEYSTEAD_QUOTAS: 'some', KEYSTEAD_DATADIR: 'x' })
    expect(told).toContain("KEYSTEAD_AUTH is 'sometimes'")
    expect(told).toContain("KEYSTEAD_QUOTAS is 'some'")
    expect(told).toContain('did you mean KEYSTEAD_DATA_DIR?')
    expect(statSync(join(folder, 'data'), { throwIfNoEntry: false })).toBeUndefined()
  })

  it('is refused when open mode could be reached by others', async () => {
    expect(await refusal({ KEYSTEAD_AUTH: 'open', HOST: '0.0.0.0' })).toContain('HOST must be a loopback address')
  })
})

describe('a first start', () => {
  const none = {
    KEYSTEAD_ADMIN_ACCESS_KEY_ID: '',
    KEYSTEAD_ADMIN_SECRET_ACCESS_KEY: '',
    KEYSTEAD_ADMIN_PASSWORD: '',
  }
  const command = (log: string) =>
    /AWS_ACCESS_KEY_ID=(\S+) AWS_SECRET_ACCESS_KEY=(\S+) aws kms create-key --endpoint-url (\S+) --region (\S+)/.exec(
      log,
    )

  it('tells credentials that work, once', async () => {
    await using server = await start(none)
    const [, accessKeyId = '', secretAccessKey = '', url, region] = command(server.log()) ?? []
    expect([url, region]).toEqual([server.url, 'us-east-1'])
    const kms = kmsOf(server, { accessKeyId, secretAccessKey })
    await expect(kms.send(new ListKeysCommand({}))).resolves.toMatchObject({ Keys: [] })
    await server.restart()
    expect(server.log()).not.toContain(secretAccessKey)
    expect(server.log()).toContain(`AWS_SHARED_CREDENTIALS_FILE=${join(folder, 'data', 'aws-credentials')}`)
    await expect(kms.send(new ListKeysCommand({}))).resolves.toMatchObject({ Keys: [] })
  })

  it('takes values that are set later, which then win', async () => {
    const first = await start(none)
    const [, accessKeyId = '', secretAccessKey = ''] = command(first.log()) ?? []
    await first.stop()
    await using second = await start({ KEYSTEAD_ADMIN_ACCESS_KEY_ID: 'test', KEYSTEAD_ADMIN_SECRET_ACCESS_KEY: 'test' })
    await expect(kmsOf(second).send(new ListKeysCommand({}))).resolves.toBeDefined()
    const old = kmsOf(second, { accessKeyId, secretAccessKey }).send(new ListKeysCommand({}))
    expect((await refusalOf(old)).code).toBe('UnrecognizedClientException')
  })

  it('is healthy, and without a console serves nothing but the wire', async () => {
    await using server = await start()
    const health = await fetch(`${server.url}/health`)
    expect([health.status, await health.json()]).toEqual([200, { status: 'ok', version: expect.any(String) }])
    const page = await fetch(`${server.url}/`)
    expect([page.status, page.headers.get('content-type')]).toEqual([404, 'application/json'])
  })
})
