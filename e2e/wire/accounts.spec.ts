import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ListUsersCommand } from '@aws-sdk/client-iam'
import { CreateKeyCommand, DescribeKeyCommand, EncryptCommand, ListKeysCommand } from '@aws-sdk/client-kms'
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Server, startServer } from '../support/server.ts'
import { administer, adminOf, basic, newAccount } from './accounts.ts'
import { ACCOUNT, auditRecords, refusalOf, stsOf, utf8 } from './clients.ts'
import { householdOf } from './people.ts'
import { rootOf } from './statements.ts'

let server: Server
beforeAll(async () => {
  server = await startServer({ console: false })
})
afterAll(() => server.stop())

const first = () => householdOf(server, ACCOUNT, server)
const hostedIds = async () => {
  const { body } = await administer(server, { method: 'GET' })
  return (body.accounts as { accountId: string }[]).map(({ accountId }) => accountId)
}

describe('POST /_keystead/accounts', () => {
  it('makes an account whose root credentials work at once', async () => {
    const made = await newAccount(server)
    expect(made.accountId).toMatch(/^[1-9]\d{11}$/)
    expect(await stsOf(server, made).send(new GetCallerIdentityCommand({}))).toMatchObject({
      Account: made.accountId,
      Arn: rootOf(made.accountId),
      UserId: made.accountId,
    })
    const { KeyMetadata } = await householdOf(server, made.accountId, made).kms.send(new CreateKeyCommand({}))
    expect(KeyMetadata).toMatchObject({ AWSAccountId: made.accountId, KeyState: 'Enabled' })
    expect(await hostedIds()).toContain(made.accountId)
  })

  it('takes the id that is asked for, once', async () => {
    expect(await newAccount(server, '000000000001')).toMatchObject({ accountId: '000000000001' })
    for (const accountId of ['000000000001', ACCOUNT]) {
      const again = await administer(server, { body: { accountId } })
      expect(again).toMatchObject({ status: 409, body: { code: 'AccountAlreadyExistsException' } })
      expect(again.body.message).toContain(accountId)
    }
  })

  it.each([{ accountId: '12' }, { accountId: 123456789012 }, { name: '' }, { name: 'x'.repeat(51) }])(
    'refuses %j',
    async (body) => {
      const before = await hostedIds()
      expect(await administer(server, { body })).toMatchObject({
        status: 400,
        body: { code: 'ValidationException' },
      })
      expect(await hostedIds()).toEqual(before)
    },
  )

  it('is in the audit log, with who was made and without the secret', async () => {
    const { accountId, accessKeyId } = await newAccount(server)
    expect(auditRecords(server).at(-1)).toMatchObject({
      eventSource: 'keystead',
      eventName: 'CreateAccount',
      recipientAccountId: ACCOUNT,
      responseElements: { accountId, accessKeyId },
    })
  })
})

describe('the administration is for the administrator: it refuses', () => {
  const strangers: [string, () => Promise<Readonly<Record<string, string>>>][] = [
    ['nobody', async () => ({})],
    ['a wrong secret', async () => basic(server.accessKeyId, `${server.secretAccessKey}x`)],
    ['a part of the secret', async () => basic(server.accessKeyId, server.secretAccessKey.slice(0, -1))],
    ['another name', async () => basic('AKIAOTHER', server.secretAccessKey)],
    ['name and secret the wrong way round', async () => basic(server.secretAccessKey, server.accessKeyId)],
    ['the password of the console', async () => basic('admin', server.password)],
    ['another scheme', async () => ({ authorization: `Bearer ${server.accessKeyId}:${server.secretAccessKey}` })],
    ['the root user of another account', async () => adminOf(await newAccount(server))],
    ['an administrator of the first account', async () => adminOf((await first().user('administrator')).keys)],
  ]
  it.each(strangers)('%s', async (_, headers) => {
    const sent = await headers()
    const before = await hostedIds()
    for (const method of ['POST', 'GET']) {
      const answer = await administer(server, { method, headers: sent })
      expect(answer).toMatchObject({ status: 401, body: { code: 'UnauthorizedException' } })
      expect(answer.headers.get('www-authenticate')).toMatch(/^Basic /)
    }
    expect(await hostedIds()).toEqual(before)
  })

  it.each(['https://evil.example', 'null', 'http://127.0.0.1', 'http://localhost:3000'])(
    'the page of another origin, even with the administrator’s credentials: %s',
    async (origin) => {
      const answer = await administer(server, { headers: { ...adminOf(server), origin } })
      expect(answer).toMatchObject({ status: 403, body: { code: 'ForbiddenException' } })
    },
  )

  it('but not a page of its own', async () => {
    expect(await administer(server, { headers: { ...adminOf(server), origin: server.url } })).toMatchObject({
      status: 200,
    })
  })
})

describe('a new account', () => {
  it('and the first one see nothing of each other', async () => {
    const made = await newAccount(server)
    const other = householdOf(server, made.accountId, made)
    await first().user('of-the-first')
    const [ours, theirs] = [await first().key(), await other.key()]
    for (const [household, own, foreign] of [
      [first(), ours, theirs],
      [other, theirs, ours],
    ] as const) {
      const { Keys = [] } = await household.kms.send(new ListKeysCommand({}))
      const listed = Keys.map(({ KeyArn }) => KeyArn)
      expect(listed).toContain(own)
      expect(listed).not.toContain(foreign)
      for (const call of [
        household.kms.send(new DescribeKeyCommand({ KeyId: foreign })),
        household.kms.send(new EncryptCommand({ KeyId: foreign, Plaintext: utf8('x') })),
      ]) {
        expect(await refusalOf(call)).toMatchObject({ code: 'AccessDeniedException' })
      }
      const bare = new DescribeKeyCommand({ KeyId: foreign.split('/')[1] })
      expect((await refusalOf(household.kms.send(bare))).code).toBe('NotFoundException')
    }
    expect((await other.iam.send(new ListUsersCommand({}))).Users).toEqual([])
  })

  it('is there after a restart and after a power cut, with the same credentials', async () => {
    const made = await newAccount(server)
    const key = await householdOf(server, made.accountId, made).key()
    for (const end of [() => Promise.resolve(), () => server.kill()]) {
      await end()
      await server.restart()
      const { kms } = householdOf(server, made.accountId, made)
      await kms.send(new EncryptCommand({ KeyId: key, Plaintext: utf8('kept') }))
    }
    expect(await hostedIds()).toContain(made.accountId)
  })

  it('has its secret in no file of the server, and not in its log', async () => {
    const { accessKeyId, secretAccessKey } = await newAccount(server)
    const files = readdirSync(server.dataDir).map((name) => readFileSync(join(server.dataDir, name)))
    const kept = [...files, Buffer.from(server.log())]
    const spelled = (['utf8', 'utf16le'] as const).map((encoding) => Buffer.from(secretAccessKey, encoding))
    const encoded = (['base64', 'hex'] as const).map((encoding) => Buffer.from(secretAccessKey).toString(encoding))
    const isKept = (part: Buffer | string) => kept.some((bytes) => bytes.includes(part))
    expect(isKept(accessKeyId)).toBe(true)
    expect([...spelled, ...encoded.map((text) => text.replace(/=+$/, ''))].filter(isKept)).toEqual([])
  })
})
