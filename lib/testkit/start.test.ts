import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { KeysteadError } from './errors.ts'
import { startKeystead } from './start.ts'

/** Stands where Keystead would: prints its settings and answers one request of the administration. */
const SERVER = `
const { createServer } = process.getBuiltinModule('node:http')
const { KEYSTEAD_ADMIN_ACCESS_KEY_ID: id, KEYSTEAD_ADMIN_SECRET_ACCESS_KEY: secret } = process.env
const basic = 'Basic ' + Buffer.from(id + ':' + secret).toString('base64')
const server = createServer((request, response) => {
  const isMeant = request.url === '/_keystead/sandboxes' && request.headers.authorization === basic
  response.writeHead(isMeant ? 409 : 502)
  response.end(isMeant ? '{"code":"SandboxAlreadyExistsException","message":"There is one."}' : 'Bad gateway')
})
server.listen(0, '127.0.0.1', () => {
  console.log(JSON.stringify({ args: process.argv.slice(2), env: process.env }))
  console.log('Keystead is ready on http://127.0.0.1:' + server.address().port)
})
process.on('SIGTERM', () => process.exit(0))
`

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'start-'))
  mkdirSync(join(folder, 'bin'))
})

afterEach(() => {
  vi.unstubAllEnvs()
  rmSync(folder, { recursive: true })
})

function programOf(text: string): string {
  writeFileSync(join(folder, 'bin', 'keystead.mjs'), text)
  return folder
}

describe('startKeystead', () => {
  it('starts a program with data of its own, known credentials and no foreign settings, and leaves nothing', async () => {
    vi.stubEnv('KEYSTEAD_AUTH', 'open')
    vi.stubEnv('PORT', '80')
    const keystead = await startKeystead({
      ...{ program: programOf(SERVER), console: false, region: 'eu-west-1' },
      env: { KEYSTEAD_LOG: 'off' },
    })
    const { args, env } = JSON.parse(keystead.log().split('\n')[0] ?? '')
    expect(args).toEqual(['serve', '--no-console'])
    expect(env).toMatchObject({ PORT: '0', HOST: '127.0.0.1', KEYSTEAD_REGION: 'eu-west-1', KEYSTEAD_LOG: 'off' })
    expect(env.KEYSTEAD_AUTH).toBeUndefined()
    expect(env.KEYSTEAD_ADMIN_PASSWORD).toBe(keystead.password)
    mkdirSync(env.KEYSTEAD_DATA_DIR)
    await expect(keystead.sandbox()).rejects.toThrow(
      new KeysteadError('SandboxAlreadyExistsException', 409, 'There is one.'),
    )
    await keystead.stop()
    expect(existsSync(env.KEYSTEAD_DATA_DIR)).toBe(false)
    await expect(keystead.sandbox()).rejects.toThrow(`No Keystead answers at ${keystead.url}. Does it run there?`)
  })

  it('takes one that runs, and leaves it running', async () => {
    await using own = await startKeystead({ program: programOf(SERVER) })
    vi.stubEnv('KEYSTEAD_URL', own.url)
    await expect(startKeystead()).rejects.toThrow(/The access key of the administrator of .* is needed/)
    vi.stubEnv('KEYSTEAD_ADMIN_ACCESS_KEY_ID', own.credentials.accessKeyId)
    vi.stubEnv('KEYSTEAD_ADMIN_SECRET_ACCESS_KEY', 'wrong')
    const refused = await startKeystead()
    await expect(refused.sandbox()).rejects.toThrow(/HTTP 502 with no error of Keystead: Bad gateway/)
    await refused.stop()
    const taken = await startKeystead({ credentials: own.credentials })
    await expect(taken.sandbox()).rejects.toThrow('There is one.')
  })

  it('tells what a program said that ended or was not ready', async () => {
    const ending = programOf("console.error('Keystead is not set up here: run `npm run setup`.'); process.exit(1)")
    await expect(startKeystead({ program: ending })).rejects.toThrow(
      'Keystead ended (1) before it was ready:\nKeystead is not set up here: run `npm run setup`.',
    )
    const idle = programOf("console.log('Still starting'); setInterval(() => {}, 1000)")
    await expect(startKeystead({ program: idle, timeout: 500 })).rejects.toThrow(/^Keystead was not ready in 0\.5 s:/)
  })
})
