import { readFileSync } from 'node:fs'
import { DecryptCommand, DescribeKeyCommand, EncryptCommand, ListKeysCommand } from '@aws-sdk/client-kms'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Server, startServer } from '../support/server.ts'
import { keystead } from './accounts.ts'
import { kmsOf, utf8 } from './clients.ts'

let server: Server
beforeAll(async () => {
  server = await startServer({ console: false })
})
afterAll(() => server.stop())

const FILE = new URL('../fixtures/cross-account.yaml', import.meta.url).pathname
const run = (...args: readonly string[]) => keystead(args, { ...server.env })

/** Asks the administration; what is sent is JSON, or a text as it is. */
async function ask(method: string, path: string, body?: object | string) {
  const authorization = `Basic ${Buffer.from(`${server.accessKeyId}:${server.secretAccessKey}`).toString('base64')}`
  const sent = body === undefined ? null : typeof body === 'string' ? body : JSON.stringify(body)
  const answer = await fetch(`${server.url}/_keystead/${path}`, { method, headers: { authorization }, body: sent })
  return { status: answer.status, type: answer.headers.get('content-type'), text: await answer.text() }
}

const clientOf = ({ AccessKeyId, SecretAccessKey }: { AccessKeyId: string; SecretAccessKey: string }) =>
  kmsOf(server, { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey })

it('a fixture makes a sandbox whose users call what its policies let them, over the wire', async () => {
  const made = JSON.parse(
    (await ask('POST', 'sandboxes', { name: 'shared', fixture: readFileSync(FILE, 'utf8') })).text,
  )
  const [app, guest] = made.fixture.accessKeys
  const KeyId = 'arn:aws:kms:us-east-1:111122223333:key/11111111-2222-4333-8444-555555555555'
  const { CiphertextBlob } = await clientOf(app).send(new EncryptCommand({ KeyId, Plaintext: utf8('x') }))
  const owner = clientOf({ AccessKeyId: made.accessKeyId, SecretAccessKey: made.secretAccessKey })
  const { Plaintext } = await owner.send(new DecryptCommand({ CiphertextBlob }))
  expect(Buffer.from(Plaintext ?? []).toString()).toBe('x')
  const refused = clientOf(guest).send(new EncryptCommand({ KeyId, Plaintext: utf8('x') }))
  await expect(refused).rejects.toMatchObject({ name: 'AccessDeniedException' })
  const { Keys } = await owner.send(new ListKeysCommand({}))
  expect(Keys).toHaveLength(2)
})

it('the program applies to a sandbox and prints what is there, from which another can be made; what differs is refused where it stands', async () => {
  const own = JSON.parse((await ask('POST', 'sandboxes', { name: 'cli' })).text)
  const applied = await run('apply', FILE, '--sandbox', 'cli')
  expect(applied).toMatchObject({ code: 0, stderr: '' })
  expect(JSON.parse(applied.stdout)).toMatchObject({ sandbox: 'cli', made: 5 })
  const root = clientOf({ AccessKeyId: own.accessKeyId, SecretAccessKey: own.secretAccessKey })
  await root.send(new EncryptCommand({ KeyId: 'alias/shared', Plaintext: utf8('x') }))
  const { text: whole } = await ask('GET', 'sandboxes/cli/fixture')
  expect(whole).toMatch(/^history:\n {2}- eventTime: .*\n {4}eventName: Encrypt$/m)
  expect(await ask('POST', 'sandboxes', { name: 'copy', fixture: whole })).toMatchObject({ status: 200 })
  expect((await ask('GET', 'sandboxes/copy/fixture')).text).toBe(whole)

  const { stdout: exported } = await run('export', '--sandbox', 'cli', '--no-history')
  const { text, type } = await ask('GET', 'sandboxes/cli/fixture?history=false')
  expect({ text: text.trimEnd(), type }).toEqual({ text: exported.trimEnd(), type: 'application/yaml; charset=utf-8' })
  const refused = await ask('POST', 'sandboxes/cli/fixture', exported.replace('Not shared', 'Shared'))
  expect(refused).toMatchObject({
    status: 400,
    text: expect.stringMatching(/Keys\[1\]\.Description differs from what is there/),
  })
})

it('without a server the program applies by itself, and the log accounts for it all', async () => {
  await server.kill()
  const applied = await run('apply', new URL('../fixtures/payments.yaml', import.meta.url).pathname)
  expect(applied).toMatchObject({ code: 0, stderr: '' })
  const verified = await run('verify', '--rows', `${server.dataDir}/keystead.db`)
  expect(verified).toMatchObject({ code: 0, stdout: expect.stringContaining('sound') })
  await server.restart()
  const { KeyMetadata } = await kmsOf(server).send(new DescribeKeyCommand({ KeyId: 'alias/payments' }))
  expect(KeyMetadata?.Description).toBe('Card data')
  expect(server.log()).not.toMatch(/level":"error|unhandled/i)
})
