import { beforeEach, describe, expect, it } from 'vitest'
import { utf8 } from '#kernel/bytes.ts'
import type { AccountId } from '#kernel/ids.ts'
import { MAIN_SANDBOX } from '#kernel/scope.ts'
import { sign } from '#kernel/sigv4/sign.ts'
import type { Caller } from '#kms/ports.ts'
import { allowing, type IamHarness, type Keys, openIamHarness, trusting } from '#testing/iam-harness.ts'
import { INFRASTRUCTURE_ROLE, infrastructureSession } from './infrastructure.ts'

let iam: IamHarness
let ada: Caller
beforeEach(async () => {
  iam = await openIamHarness()
  ada = await iam.user('ada', allowing(['kms:*', 'sts:*']))
})

/** A call over the wire, signed with some credentials. */
async function overWire(keys: Keys, operation: string, input: object, more: Readonly<Record<string, string>> = {}) {
  const plain = { host: '127.0.0.1:3000', 'x-amz-target': `TrentService.${operation}`, ...more }
  const headers = new Map(Object.entries(plain).map(([name, value]) => [name, [value]]))
  const body = utf8(JSON.stringify(input))
  const request = { method: 'POST', path: '/', query: '', headers, body }
  const signed = sign(request, keys, { service: 'kms', region: 'us-east-1', time: iam.clock.now() })
  const sent = [...signed.headers].map(([name, [value = '']]) => [name, value] as const)
  const answer = await iam.wire.handle({
    method: 'POST',
    target: '/',
    headers: Object.fromEntries(sent),
    rawHeaders: sent.flat(),
    body,
    remoteAddress: '127.0.0.1',
  })
  return { status: answer.status, ...JSON.parse(answer.body) }
}

const KEY = 'alias/aws/ebs'
const encrypt = (keys: Keys, more?: Readonly<Record<string, string>>) =>
  overWire(keys, 'Encrypt', { KeyId: KEY, Plaintext: 'aGk=' }, more)

async function sessionOf(caller: Caller, more = {}): Promise<Keys> {
  const input = { RoleArn: 'arn:aws:iam::111122223333:role/r', RoleSessionName: 'work', ...more }
  const { Credentials } = await iam.sts.execute('AssumeRole', input, caller)
  const { AccessKeyId = '', SecretAccessKey = '', SessionToken = '' } = Credentials ?? {}
  return { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken }
}

describe('a call that a service forwards', () => {
  it('may use the key of the service, which the principal itself may not', async () => {
    const forwarded = await iam.forwarded({ sandbox: MAIN_SANDBOX, principal: ada.principal }, 'ec2')
    expect(await encrypt(forwarded)).toMatchObject({ status: 200, CiphertextBlob: expect.any(String) })
    const { Credentials } = await iam.sts.execute('GetSessionToken', {}, ada)
    const { AccessKeyId = '', SecretAccessKey = '', SessionToken = '' } = Credentials ?? {}
    const direct = { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken }
    expect(await encrypt(direct)).toMatchObject({ status: 400, __type: 'AccessDeniedException' })
  })

  it('is denied by a tag that its user has got since', async () => {
    const Condition = { StringEquals: { 'aws:PrincipalTag/quarantine': 'yes' } }
    const Statement = [
      { Effect: 'Allow', Action: 'kms:*', Resource: '*' },
      { Effect: 'Deny', Action: '*', Resource: '*', Condition },
    ]
    const eve = await iam.user('eve', { Version: '2012-10-17', Statement })
    const forwarded = await iam.forwarded({ sandbox: MAIN_SANDBOX, principal: eve.principal }, 'ec2')
    const { Credentials } = await iam.sts.execute('GetSessionToken', {}, eve)
    const { AccessKeyId = '', SecretAccessKey = '', SessionToken = '' } = Credentials ?? {}
    const own = { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken }
    expect(await encrypt(forwarded)).toMatchObject({ status: 200 })
    expect(await overWire(own, 'ListKeys', {})).toMatchObject({ status: 200 })
    await iam.call('TagUser', { UserName: 'eve', Tags: [{ Key: 'quarantine', Value: 'yes' }] })
    expect(await encrypt(forwarded)).toMatchObject({ __type: 'AccessDeniedException' })
    expect(await overWire(own, 'ListKeys', {})).toMatchObject({ __type: 'AccessDeniedException' })
  })

  it('of another service may not use it', async () => {
    const forwarded = await iam.forwarded({ sandbox: MAIN_SANDBOX, principal: ada.principal }, 's3')
    expect(await encrypt(forwarded)).toMatchObject({ __type: 'AccessDeniedException' })
  })

  it('is limited by what limits the principal', async () => {
    const policies = [JSON.stringify(allowing('kms:DescribeKey'))]
    const limited = { mfa: false, policies, tags: [], issuedAt: iam.clock.now(), expiresAt: iam.clock.now() }
    const forwarded = await iam.forwarded({ sandbox: MAIN_SANDBOX, principal: ada.principal, session: limited }, 'ec2')
    const { __type, message } = await encrypt(forwarded)
    expect([__type, message]).toEqual([
      'AccessDeniedException',
      expect.stringContaining('because no session policy allows the kms:Encrypt action'),
    ])
  })

  it('ends after a quarter of an hour', async () => {
    const forwarded = await iam.forwarded({ sandbox: MAIN_SANDBOX, principal: ada.principal }, 'ec2')
    iam.clock.advance(900_000)
    expect(await encrypt(forwarded)).toMatchObject({ __type: 'ExpiredTokenException' })
  })
})

describe('nothing that a caller says makes its call a forwarded one', () => {
  beforeEach(async () => {
    const Action = ['sts:AssumeRole', 'sts:TagSession', 'sts:SetSourceIdentity']
    const AssumeRolePolicyDocument = JSON.stringify(trusting('111122223333', { Action }))
    await iam.call('CreateRole', { RoleName: 'r', AssumeRolePolicyDocument })
    const PolicyDocument = JSON.stringify(allowing('kms:*'))
    await iam.call('PutRolePolicy', { RoleName: 'r', PolicyName: 'p', PolicyDocument })
  })

  const VIA = 'ec2.us-east-1.amazonaws.com'
  const CONDITION = { StringEquals: { 'kms:ViaService': VIA } }

  it.each([
    [
      'tags',
      {
        Tags: [
          { Key: 'kms:ViaService', Value: VIA },
          { Key: 'via', Value: 'ec2' },
        ],
      },
    ],
    ['a session policy', { Policy: JSON.stringify(allowing('kms:*', '*', { Condition: CONDITION })) }],
    ['a source identity', { SourceIdentity: 'ec2' }],
    ['a session name', { RoleSessionName: VIA }],
    ['members that AssumeRole does not have', { via: 'ec2', session: { via: 'ec2' }, ViaService: VIA }],
  ])('%s', async (_, more) => {
    const keys = await sessionOf(ada, more)
    expect(await encrypt(keys)).toMatchObject({ status: 400, __type: 'AccessDeniedException' })
  })

  it.each([
    { 'aws-viaawsservice': 'true', 'x-amz-viaawsservice': 'true' },
    { 'x-amz-via': 'ec2', 'kms-viaservice': VIA },
    { 'x-amz-source-arn': 'arn:aws:ec2:us-east-1:111122223333:volume/v', 'x-amz-source-account': '111122223333' },
  ])('headers: %j', async (headers) => {
    expect(await encrypt(await sessionOf(ada), headers)).toMatchObject({ __type: 'AccessDeniedException' })
  })

  it('a token that somebody changed', async () => {
    const keys = await sessionOf(ada)
    const [sandbox, account, sealed = ''] = Buffer.from(keys.sessionToken ?? '', 'base64')
      .toString()
      .split('/')
    const forged = [
      `${sandbox}/${account}/${sealed.slice(0, -1)}${sealed.endsWith('A') ? 'B' : 'A'}`,
      `${sandbox}/444455556666/${sealed}`,
      `other/${account}/${sealed}`,
      JSON.stringify({ ...keys, session: { via: 'ec2' } }),
    ]
    const spelled = `${keys.sessionToken}x`
    for (const sessionToken of [spelled, ...forged.map((text) => Buffer.from(text).toString('base64'))]) {
      expect(await encrypt({ ...keys, sessionToken })).toMatchObject({ __type: 'UnrecognizedClientException' })
    }
  })

  it('and a session that a forwarded call asks for is none either', async () => {
    const forwarded = await iam.forwarded({ sandbox: MAIN_SANDBOX, principal: ada.principal }, 'ec2')
    const keys = await sessionOf(await iam.callerWith(forwarded))
    expect(await encrypt(keys)).toMatchObject({ __type: 'AccessDeniedException' })
  })
})

describe("EC2's session on the machine of an instance", () => {
  const machine = infrastructureSession('111122223333' as AccountId, 'i-00000000')

  it('may be named by a grant, and does by it what no policy of the account allows', async () => {
    const keys = await iam.forwarded({ sandbox: MAIN_SANDBOX, principal: machine }, 'ec2')
    const owner = iam.caller()
    const { KeyMetadata } = await iam.kms.execute('CreateKey', {}, owner)
    const KeyId = KeyMetadata?.Arn ?? ''
    const sealed = () => overWire(keys, 'Encrypt', { KeyId, Plaintext: 'aGk=' })
    expect(await sealed()).toMatchObject({ __type: 'AccessDeniedException' })
    await iam.kms.execute('CreateGrant', { KeyId, GranteePrincipal: machine.arn, Operations: ['Encrypt'] }, owner)
    expect(await sealed()).toMatchObject({ status: 200 })
  })

  it('is nobody whom a customer can make', async () => {
    const AssumeRolePolicyDocument = JSON.stringify(trusting('111122223333'))
    const made = iam.call('CreateRole', { RoleName: INFRASTRUCTURE_ROLE, AssumeRolePolicyDocument })
    await expect(made).rejects.toMatchObject({ code: 'ValidationError' })
    const other = { ...machine, id: 'AROAANOTHERROLE:i-00000000' }
    const keys = await iam.forwarded({ sandbox: MAIN_SANDBOX, principal: other }, 'ec2')
    expect(await encrypt(keys)).toMatchObject({ __type: 'UnrecognizedClientException' })
  })
})
