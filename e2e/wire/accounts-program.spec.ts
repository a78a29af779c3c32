import { existsSync } from 'node:fs'
import { CreateKeyCommand, EncryptCommand, ListKeysCommand } from '@aws-sdk/client-kms'
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Server, startServer } from '../support/server.ts'
import { administer, keystead, type RootKeys, rootKeys } from './accounts.ts'
import { ACCOUNT, auditRecords, kmsOf, stsOf, utf8 } from './clients.ts'
import { rootOf } from './statements.ts'

let server: Server
beforeAll(async () => {
  server = await startServer({ console: false })
})
afterAll(() => server.stop())

const lock = () => `${server.dataDir}/keystead.db.lock`
const create = (args: readonly string[] = [], settings = {}) =>
  keystead(['account', 'create', ...args], { ...server.env, ...settings })

/** Runs the program, which must succeed and print an account and nothing else. */
async function created(...args: readonly string[]): Promise<RootKeys> {
  const { code, stdout, stderr } = await create(args)
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  return rootKeys(JSON.parse(stdout))
}

async function expectToWork(made: RootKeys): Promise<void> {
  const { Arn } = await stsOf(server, made).send(new GetCallerIdentityCommand({}))
  expect(Arn).toBe(rootOf(made.accountId))
  const { KeyMetadata } = await kmsOf(server, made).send(new CreateKeyCommand({}))
  await kmsOf(server, made).send(new EncryptCommand({ KeyId: KeyMetadata?.KeyId, Plaintext: utf8('x') }))
}

describe('keystead account create', () => {
  it('goes through the server that runs, whose root credentials work at once', async () => {
    const made = await created()
    await expectToWork(made)
    expect(made.accountId).toMatch(/^[1-9]\d{11}$/)
    const record = auditRecords(server).findLast(({ eventName }) => eventName === 'CreateAccount')
    expect(record).toMatchObject({ recipientAccountId: ACCOUNT, responseElements: { accountId: made.accountId } })
    expect(existsSync(lock())).toBe(true)
  })

  it('takes an id and a name', async () => {
    const made = await created('444455556666', '--name', 'the other')
    expect(made.accountId).toBe('444455556666')
    const { body } = await administer(server, { method: 'GET' })
    expect(body.accounts).toContainEqual(expect.objectContaining({ accountId: '444455556666', name: 'the other' }))
  })

  it('owns the data itself while no server runs, and leaves them to the next', async () => {
    await server.kill()
    const [made, chosen] = [await created(), await created('777788889999')]
    expect(existsSync(lock())).toBe(false)
    await server.restart()
    await expectToWork(made)
    await expectToWork(chosen)
    const makings = auditRecords(server).filter(({ eventName }) => eventName === 'CreateAccount')
    expect(makings.slice(-2)).toMatchObject([
      { responseElements: { accountId: made.accountId } },
      { responseElements: { accountId: '777788889999' } },
    ])
  })

  it('never takes another command for a server', async () => {
    await server.kill()
    const ended = await Promise.all(['200000000001', '200000000002', '200000000003'].map((id) => create([id])))
    for (const { code, stderr } of ended) {
      // One that came in the moment before the other wrote its name does not know it.
      const refused = { code: 1, stderr: expect.stringMatching(/ is in use by (another )?process/) }
      if (code !== 0) expect({ code, stderr }).toEqual(refused)
    }
    expect(ended.map(({ code }) => code)).toContain(0)
    await server.restart()
  })

  it('makes every account that was asked for at the same time, by whoever owns the data', async () => {
    const ids = ['100000000001', '100000000002', '100000000003']
    const made = await Promise.all(ids.map((id) => created(id)))
    expect(made.map(({ accountId }) => accountId)).toEqual(ids)
  })

  it.each<[string, readonly string[], Readonly<Record<string, string>>, number, string]>([
    ['an account that is there', [ACCOUNT], {}, 1, `The account ${ACCOUNT} is hosted here already.`],
    ['an id that is none', ['12'], {}, 1, 'accountId must be 12 digits.'],
    ['a name that is too long', ['--name', 'x'.repeat(51)], {}, 1, 'name must be a text of 1 to 50 characters.'],
    ['the wrong credentials', [], { KEYSTEAD_ADMIN_SECRET_ACCESS_KEY: 'wrong' }, 1, 'Authenticate with HTTP Basic'],
    ['more than one id', ['100000000004', '100000000005'], {}, 2, 'account takes: create [ACCOUNT-ID]'],
    ['an unknown option', ['--nome', 'x'], {}, 2, "Unknown option '--nome'"],
  ])('refuses %s in words, and prints no credentials', async (_, args, settings, code, words) => {
    const ended = await create(args, settings)
    expect(ended).toMatchObject({ code, stdout: '' })
    expect(ended.stderr).toContain(words)
    expect(ended.stderr).not.toMatch(/\n\s+at /)
  })

  it('leaves the server as it was', async () => {
    await expect(kmsOf(server).send(new ListKeysCommand({}))).resolves.toBeDefined()
    expect(server.log()).not.toMatch(/level":"error|unhandled/i)
  })
})
