import { CreateUserCommand, ListUsersCommand } from '@aws-sdk/client-iam'
import {
  CreateGrantCommand,
  DecryptCommand,
  EncryptCommand,
  ListGrantsCommand,
  ScheduleKeyDeletionCommand,
} from '@aws-sdk/client-kms'
import {
  type AssumeRoleCommand,
  GetCallerIdentityCommand,
  GetSessionTokenCommand,
  STSClient,
} from '@aws-sdk/client-sts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Server, startServer } from '../support/server.ts'
import type { Keys } from './accounts.ts'
import { ACCOUNT, auditRecords, kmsOf, REGION, refusalOf, sendRaw, utf8 } from './clients.ts'
import { forwardedFor } from './forwarded.ts'
import { assume, type Household, householdOf, type Person, personOf, trusting, type User } from './people.ts'
import { allow, delegation, inPolicy, to } from './statements.ts'

const VIA = `ec2.${REGION}.amazonaws.com`
const MANAGED = 'alias/aws/ebs'

let server: Server
let owner: Household
let ada: User
let role: string
let byEc2: Person
let byS3: Person
/** Its policy lets ada use it by EC2 only. */
let key: string
beforeAll(async () => {
  server = await startServer({ console: false })
  owner = householdOf(server, ACCOUNT, server)
  ada = await owner.user('ada', { own: [allow(['kms:*', 'sts:*', 'iam:*'])] })
  role = await owner.role('service', trusting(ada.arn, 'sts:TagSession', 'sts:SetSourceIdentity'), {
    own: [allow('kms:*')],
  })
  key = await owner.key()
  const Condition = { StringEquals: { 'kms:ViaService': VIA, 'kms:CallerAccount': ACCOUNT } }
  const manages = { ...delegation(ACCOUNT), Action: ['kms:PutKeyPolicy', 'kms:ListGrants'] }
  await owner.protect(key, manages, to('*', ['kms:Encrypt', 'kms:Decrypt', 'kms:CreateGrant'], { Condition }))
  await server.kill()
  const keys = [await forwardedFor(server, ada, 'ec2'), await forwardedFor(server, ada, 's3')] as const
  await server.restart()
  byEc2 = personOf(server, ada.arn, keys[0])
  byS3 = personOf(server, ada.arn, keys[1])
})
afterAll(() => server.stop())

const encrypt = ({ kms }: Pick<Person, 'kms'>, KeyId: string) =>
  kms.send(new EncryptCommand({ KeyId, Plaintext: utf8('x') }))
const stsOf = ({ keys }: Person) =>
  new STSClient({ endpoint: server.url, region: REGION, credentials: keys, maxAttempts: 1 })
const REFUSED = { code: 'AccessDeniedException', status: 400 }
const sessions = [
  ['a key whose policy asks for the service', () => key],
  ['an AWS managed key', () => MANAGED],
] as const

describe.each(sessions)('%s', (_, id) => {
  it('is used by calls that the service forwards', async () => {
    const { CiphertextBlob } = await encrypt(byEc2, id())
    expect((await byEc2.kms.send(new DecryptCommand({ CiphertextBlob }))).Plaintext).toEqual(utf8('x'))
    const direct = ada.kms.send(new DecryptCommand({ CiphertextBlob }))
    expect(await refusalOf(direct)).toEqual({
      ...REFUSED,
      message: `User: ${ada.arn} is not authorized to perform: kms:Decrypt on the resource associated with this ciphertext because no resource-based policy allows the kms:Decrypt action`,
    })
  })

  it('is not used by direct calls, nor by calls of another service', async () => {
    for (const person of [ada, owner, byS3]) expect(await refusalOf(encrypt(person, id()))).toMatchObject(REFUSED)
  })

  it('is not used from another Region, whose service is another', async () => {
    const away = kmsOf(server, { region: 'eu-central-1' }, { credentials: byEc2.keys })
    expect((await refusalOf(encrypt({ kms: away }, key))).code).toMatch(/^(NotFound|AccessDenied)Exception$/)
  })
})

describe('a forwarded call', () => {
  it('makes the grant that its policy allows it to make', async () => {
    const volume = await owner.user('volume')
    const grant = { KeyId: key, GranteePrincipal: volume.arn, Operations: ['Encrypt' as const] }
    expect(await refusalOf(ada.kms.send(new CreateGrantCommand(grant)))).toMatchObject(REFUSED)
    const { GrantId } = await byEc2.kms.send(new CreateGrantCommand(grant))
    const { Grants } = await owner.kms.send(new ListGrantsCommand({ KeyId: key }))
    expect(Grants).toMatchObject([{ GrantId, GranteePrincipal: volume.arn }])
  })

  it('may do no more than the user for whom it is made', async () => {
    const deletion = new ScheduleKeyDeletionCommand({ KeyId: key, PendingWindowInDays: 7 })
    expect(await refusalOf(byEc2.kms.send(deletion))).toMatchObject(REFUSED)
    expect(await stsOf(byEc2).send(new GetCallerIdentityCommand({}))).toMatchObject({ Arn: ada.arn })
  })

  it('is in the audit log as a call for the user', async () => {
    const { $metadata } = await encrypt(byEc2, key)
    const record = auditRecords(server).find(({ requestID }) => requestID === $metadata.requestId)
    expect(record).toMatchObject({ userIdentity: { arn: ada.arn }, eventName: 'Encrypt' })
  })

  it('gives no session that forwards', async () => {
    expect(await refusalOf(encrypt(await assume(server, byEc2, role), MANAGED))).toMatchObject(REFUSED)
    const own = await refusalOf(stsOf(byEc2).send(new GetSessionTokenCommand({})))
    expect(own).toMatchObject({ code: 'AccessDenied', status: 403 })
  })
})

/** Calls with the bytes of one's own choosing, rightly signed. */
async function forge({ accessKeyId, secretAccessKey, sessionToken }: Keys, headers: Record<string, string> = {}) {
  const target = 'TrentService.Encrypt'
  const body = JSON.stringify({ KeyId: MANAGED, Plaintext: 'eA==' })
  const token = sessionToken === undefined ? {} : { 'x-amz-security-token': sessionToken }
  const call = { target, body, accessKeyId, secretAccessKey, headers: { ...token, ...headers } }
  const { status, text } = await sendRaw(server, call)
  return { status, code: JSON.parse(text).__type }
}

describe('nothing that a caller says makes its call a forwarded one', () => {
  it('though a call that is one is taken in the same form', async () => {
    expect((await forge(byEc2.keys)).status).toBe(200)
  })

  it.each<[string, Partial<AssumeRoleCommand['input']>]>([
    ['session tags', { Tags: ['via', 'kms:ViaService', 'ViaService'].map((Key) => ({ Key, Value: VIA })) }],
    [
      'a session policy',
      { Policy: inPolicy(allow('*', '*', { Condition: { StringEquals: { 'kms:ViaService': VIA } } })) },
    ],
    ['a session policy that allows all', { Policy: inPolicy(allow('*')) }],
    ['a source identity', { SourceIdentity: VIA }],
    ['a session name', { RoleSessionName: VIA }],
  ])('%s', async (_, more) => {
    for (const id of [MANAGED, key]) {
      expect(await refusalOf(encrypt(await assume(server, ada, role, more), id))).toMatchObject(REFUSED)
    }
  })

  it.each<Record<string, string>>([
    { 'x-amz-via-service': VIA, 'x-amz-viaservice': VIA, 'kms-viaservice': VIA },
    { 'aws-viaawsservice': 'true', 'x-amz-viaawsservice': 'true', 'x-amz-calledvia': 'ec2.amazonaws.com' },
    { 'x-amz-source-arn': `arn:aws:ec2:${REGION}:${ACCOUNT}:volume/v`, 'x-amz-source-account': ACCOUNT },
    { 'user-agent': VIA, 'x-forwarded-for': VIA, forwarded: `for=${VIA}`, 'x-forwarded-host': VIA },
  ])('headers: %j', async (headers) => {
    for (const keys of [ada.keys, (await assume(server, ada, role)).keys]) {
      expect(await forge(keys, headers)).toEqual({ status: 400, code: 'AccessDeniedException' })
    }
  })

  it('a token that somebody changed, or that was given to another', async () => {
    const { keys } = await assume(server, ada, role)
    const { sessionToken = '' } = keys
    const [sandbox, account, sealed = ''] = Buffer.from(sessionToken, 'base64').toString('latin1').split('/')
    const forged = [
      `${sandbox}/${account}/${sealed.slice(0, -1)}${sealed.endsWith('A') ? 'B' : 'A'}`,
      `${sandbox}/${account}/${sealed.slice(0, 40)}${sealed[40] === 'A' ? 'B' : 'A'}${sealed.slice(41)}`,
      `${sandbox}/444455556666/${sealed}`,
      `other/${account}/${sealed}`,
      `${sandbox}/${account}/${sealed}/via/ec2`,
      JSON.stringify({ ...keys, session: { via: 'ec2' } }),
    ].map((text) => Buffer.from(text, 'latin1').toString('base64'))
    const others = [`${sessionToken}x`, byEc2.keys.sessionToken ?? '', '']
    for (const token of [...forged, ...others]) {
      const answer = await forge({ ...keys, sessionToken: token })
      expect(answer, token).toEqual({ status: 400, code: 'UnrecognizedClientException' })
    }
    const borrowed = { ...ada.keys, sessionToken: byEc2.keys.sessionToken ?? '' }
    expect(await forge(borrowed)).toEqual({ status: 400, code: 'UnrecognizedClientException' })
    const guessed = { ...byEc2.keys, secretAccessKey: ada.keys.secretAccessKey }
    expect(await forge(guessed)).toEqual({ status: 400, code: 'InvalidSignatureException' })
  })
})

describe('forwarded credentials', () => {
  it('are none for IAM', async () => {
    for (const command of [new ListUsersCommand({}), new CreateUserCommand({ UserName: 'x' })]) {
      expect((await refusalOf(byEc2.iam.send(command as ListUsersCommand))).code).toBe('InvalidClientTokenId')
    }
  })
})
