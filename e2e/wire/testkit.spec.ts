import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { EncryptCommand, KMSServiceException, ListKeysCommand } from '@aws-sdk/client-kms'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startKeystead } from '../../lib/testkit/index.ts'
import { runIn } from '../support/npm-cache.ts'
import { run } from './programs.ts'

const ROOT = resolve(import.meta.dirname, '../..')
const KIT = join(ROOT, 'lib', 'testkit')
const TARBALL = 'keystead-testkit-0.1.0.tgz'
const QUIET = ['--loglevel=error', '--no-audit', '--no-fund']

/** A project of someone else: the packed kit is installed in it, and all of its files stand in the documentation. */
let project: string

beforeAll(() => {
  project = mkdtempSync(join(tmpdir(), 'keystead-stranger-'))
  const file = (name: string, text: string) => {
    mkdirSync(join(project, dirname(name)), { recursive: true })
    writeFileSync(join(project, name), text)
  }
  file('package.json', '{ "private": true, "type": "module" }')
  runIn(KIT, 'npm', ['pack', ...QUIET, '--pack-destination', project])
  // The registry is left alone: the project's peers are those that are here.
  runIn(project, 'npm', ['install', '--offline', '--legacy-peer-deps', '--ignore-scripts', ...QUIET, `./${TARBALL}`])
  for (const name of ['@playwright/test', '@aws-sdk/client-kms', '@types/node']) {
    const link = join(project, 'node_modules', name)
    mkdirSync(dirname(link), { recursive: true })
    symlinkSync(join(ROOT, 'node_modules', name), link)
  }
  for (const [, name = '', text = ''] of readFileSync(join(KIT, 'README.md'), 'utf8').matchAll(FILES)) file(name, text)
})

afterAll(() => rmSync(project, { recursive: true, force: true }))

/** A code block with a file's name. */
const FILES = /^```\w+ ([\w./]+)\n(.*?)^```$/gms

/** Runs a script of this Node in the project, without what the runner of this test has set. */
async function runInProject(script: string, ...args: string[]): Promise<string> {
  const isForeign = (name: string) => /^(VITEST|NODE_|KEYSTEAD_)/.test(name)
  const own = Object.entries(process.env).filter(([name]) => !isForeign(name))
  const env = { ...Object.fromEntries(own), NODE_ENV: 'test' as const, KEYSTEAD_PROGRAM: ROOT }
  const scripts = script === '' ? [] : [script]
  const ended = await run(process.execPath, [...scripts, ...args], { cwd: project, env }).catch((error) => {
    throw new Error(`${error.message}\n${error.stdout}\n${error.stderr}`)
  })
  return ended.stdout
}

describe('the test kit, packed and installed elsewhere', () => {
  it('runs the Node tests of its documentation', async () => {
    expect(await runInProject('', '--test', '--test-reporter=tap', 'orders.test.mjs')).toMatch(/^# pass 2$/m)
  })

  it('runs the Playwright tests of its documentation in two workers', async () => {
    // The browser is that of this machine; all else is as documented.
    const config = [
      "import own from './playwright.config.ts'",
      `import { browserLaunch } from '${join(ROOT, 'e2e/support/browser.ts')}'`,
      'export default { ...own, use: { ...own.use, launchOptions: browserLaunch() } }',
    ]
    writeFileSync(join(project, 'here.config.ts'), config.join('\n'))
    const cli = join(project, 'node_modules/@playwright/test/cli.js')
    const out = await runInProject(cli, 'test', '--config=here.config.ts', '--reporter=list')
    expect(out).toContain('Running 3 tests using 2 workers')
    expect(out).toMatch(/^ {2}3 passed/m)
  })

  it('has types that fit what is documented, and refuse what is not', async () => {
    writeFileSync(
      join(project, 'wrong.ts'),
      [
        "import { startKeystead } from '@keystead/testkit'",
        'const sandbox = await (await startKeystead()).sandbox()',
        '// @ts-expect-error a duration is a text',
        'await sandbox.clock.advance(86_400_000)',
        '// @ts-expect-error there is no such profile',
        "await sandbox.quotas('all')",
        'export {}',
      ].join('\n'),
    )
    const options = ['--noEmit', '--strict', '--skipLibCheck', '--target', 'es2022', '--module', 'nodenext']
    const files = ['wrong.ts', 'e2e/shop.spec.ts', 'playwright.config.ts']
    await runInProject(join(ROOT, 'node_modules/typescript/bin/tsc'), ...options, '--types', 'node', ...files)
  })
})

describe('the handle of a sandbox', () => {
  it('reaches everything of a running server', async () => {
    await using keystead = await startKeystead({ program: ROOT, console: false })
    const fixture = join(ROOT, 'e2e/fixtures/payments.yaml')
    await using sandbox = await keystead.sandbox({
      seed: 'kit',
      fixture,
      clock: { set: '2031-01-01T00:00:00Z', freeze: true },
    })
    const outcome = (call: Promise<unknown>) =>
      call.then(
        () => 'OK',
        (thrown: unknown) => (thrown instanceof KMSServiceException ? thrown.name : thrown),
      )
    const kms = await sandbox.kms({ maxAttempts: 1 })
    const encrypt = () =>
      outcome(kms.send(new EncryptCommand({ KeyId: 'alias/payments', Plaintext: Buffer.from('x') })))

    await sandbox.snapshot('sound')
    await sandbox.faults([{ kind: 'throttle', operation: 'Encrypt' }])
    await sandbox.quotas('brief')
    expect(await encrypt()).toBe('ThrottlingException')
    await sandbox.restore('sound')
    expect(await encrypt()).toBe('OK')

    await sandbox.apply({ keystead: 1, accounts: [{ Users: [{ UserName: 'zoe', AccessKeys: [{}] }] }] })
    expect(await outcome((await sandbox.kms({ as: 'zoe' })).send(new ListKeysCommand({})))).toBe(
      'AccessDeniedException',
    )
    const role = await sandbox.assumeRole('arn:aws:iam::111122223333:role/payments-api', { as: 'alice' })
    const call = (await sandbox.kms({ as: role })).send(new ListKeysCommand({}))
    await expect(call).rejects.toThrow('assumed-role/payments-api/keystead-testkit is not authorized')
    expect(await sandbox.export({ material: true })).toMatch(/UserName: zoe/)

    expect(await sandbox.clock.advance('P1Y')).toMatchObject({ now: '2032-01-01T00:00:00.000Z', frozen: true })
    await sandbox.reset()
    expect((await sandbox.clock.now()).now).toBe('2031-01-01T00:00:00.000Z')
    expect(await sandbox.export()).not.toMatch(/zoe/)
    await expect(sandbox.clock.advance('soon')).rejects.toMatchObject({ code: 'ValidationException', status: 400 })
  })
})
