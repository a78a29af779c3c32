import {
  CreateAliasCommand,
  CreateKeyCommand,
  DecryptCommand,
  DescribeKeyCommand,
  EncryptCommand,
  ListAliasesCommand,
  ListKeysCommand,
} from '@aws-sdk/client-kms'
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Server, startServer } from '../support/server.ts'
import {
  ACCOUNT,
  auditRecords,
  type Identity,
  kmsOf,
  post,
  REGION,
  refusalOf,
  sendRaw,
  stsOf,
  utf8,
} from './clients.ts'

const OTHER_ACCOUNT = '444455556666'
const OTHER_REGION = 'eu-central-1'
const AliasName = 'alias/isolated'

let server: Server
beforeAll(async () => {
  server = await startServer({ console: false, env: { KEYSTEAD_AUTH: 'open' } })
})
afterAll(() => server.stop())

const as = (accessKeyId: string, region = REGION) => kmsOf(server, { accessKeyId, secretAccessKey: 'any', region })

/** A key with an alias and a ciphertext, in the first account and Region. */
async function keyAtHome() {
  const home = as(ACCOUNT)
  const { KeyMetadata } = await home.send(new CreateKeyCommand({}))
  const { KeyId = '', Arn = '' } = KeyMetadata ?? {}
  const { CiphertextBlob } = await home.send(new EncryptCommand({ KeyId, Plaintext: utf8('home') }))
  return { home, KeyId, Arn, CiphertextBlob }
}

describe.each<[string, Identity & { accessKeyId: string; region: string }]>([
  ['another Region', { accessKeyId: ACCOUNT, region: OTHER_REGION }],
  ['another account', { accessKeyId: OTHER_ACCOUNT, region: REGION }],
])('%s', (_, { accessKeyId, region }) => {
  it('does not see a key', async () => {
    const { home, KeyId, Arn } = await keyAtHome()
    const away = as(accessKeyId, region)
    expect((await refusalOf(away.send(new DescribeKeyCommand({ KeyId })))).code).toBe('NotFoundException')
    expect((await refusalOf(away.send(new DescribeKeyCommand({ KeyId: Arn })))).code).toMatch(
      /^(NotFound|AccessDenied)Exception$/,
    )
    expect((await away.send(new ListKeysCommand({}))).Keys).not.toContainEqual({ KeyId, KeyArn: Arn })
    expect((await home.send(new ListKeysCommand({}))).Keys).toContainEqual({ KeyId, KeyArn: Arn })
  })

  it('cannot use a key', async () => {
    const { KeyId, Arn, CiphertextBlob } = await keyAtHome()
    const away = as(accessKeyId, region)
    for (const id of [KeyId, Arn]) {
      const encrypt = new EncryptCommand({ KeyId: id, Plaintext: utf8('a') })
      expect((await refusalOf(away.send(encrypt))).code).toMatch(/^(NotFound|AccessDenied)Exception$/)
    }
    expect((await refusalOf(away.send(new DecryptCommand({ CiphertextBlob })))).code).toBe('AccessDeniedException')
  })

  it('has aliases of its own', async () => {
    const { home, KeyId } = await keyAtHome()
    const away = as(accessKeyId, region)
    const name = `${AliasName}-${accessKeyId}-${region}`
    await home.send(new CreateAliasCommand({ AliasName: name, TargetKeyId: KeyId }))
    expect((await away.send(new ListAliasesCommand({}))).Aliases).not.toContainEqual(
      expect.objectContaining({ AliasName: name }),
    )
    const { KeyMetadata } = await away.send(new CreateKeyCommand({}))
    await away.send(new CreateAliasCommand({ AliasName: name, TargetKeyId: KeyMetadata?.KeyId }))
    const [there, here] = await Promise.all(
      [away, home].map((client) => client.send(new DescribeKeyCommand({ KeyId: name }))),
    )
    expect([there?.KeyMetadata?.KeyId, here?.KeyMetadata?.KeyId]).toEqual([KeyMetadata?.KeyId, KeyId])
  })

  it('has an audit log of its own', async () => {
    const { $metadata } = await as(accessKeyId, region).send(new ListKeysCommand({}))
    expect(auditRecords(server).find(({ requestID }) => requestID === $metadata.requestId)).toMatchObject({
      awsRegion: region,
      recipientAccountId: accessKeyId,
    })
  })
})

describe('open mode', () => {
  it('takes 12 digits for an account, and anything else for the first', async () => {
    const whoIs = async (accessKeyId: string) =>
      (await stsOf(server, { accessKeyId, secretAccessKey: 'any' }).send(new GetCallerIdentityCommand({}))).Arn
    expect(await whoIs(OTHER_ACCOUNT)).toBe(`arn:aws:iam::${OTHER_ACCOUNT}:root`)
    expect(await whoIs('test')).toBe(`arn:aws:iam::${ACCOUNT}:root`)
    expect(await whoIs('44445555666')).toBe(`arn:aws:iam::${ACCOUNT}:root`)
  })

  it('refuses the pages of other origins', async () => {
    const call = { target: 'TrentService.ListKeys', body: '{}', accessKeyId: 'test', secretAccessKey: 'any' }
    for (const headers of [{ origin: 'https://evil.example' }, { origin: 'null' }]) {
      const answer = await sendRaw(server, { ...call, headers })
      expect(JSON.parse(answer.text).__type).toBe('AccessDeniedException')
    }
    expect((await sendRaw(server, { ...call, headers: { origin: server.url } })).status).toBe(200)
  })

  it('still wants a signature', async () => {
    const answer = await post(server, [['x-amz-target', 'TrentService.ListKeys']], '{}')
    expect(JSON.parse(answer.text).__type).toBe('MissingAuthenticationTokenException')
  })
})
