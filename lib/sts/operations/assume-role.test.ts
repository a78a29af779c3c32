import { beforeEach, describe, expect, it } from 'vitest'
import type { Caller } from '#kms/ports.ts'
import type { StsInput } from '#sts/execute.ts'
import { envelopeOf } from '#testing/events.ts'
import { ACCOUNT, OTHER_ACCOUNT } from '#testing/harness.ts'
import { allowing, type IamHarness, openIamHarness, refusalOf, trusting } from '#testing/iam-harness.ts'

const ROLE = 'arn:aws:iam::111122223333:role/team/r'
const ADA = 'arn:aws:iam::111122223333:user/ada'

let iam: IamHarness
let ada: Caller
beforeEach(async () => {
  iam = await openIamHarness()
  ada = await iam.user('ada')
})

const role = (trust: object, more = {}) =>
  iam.call('CreateRole', { RoleName: 'r', Path: '/team/', AssumeRolePolicyDocument: JSON.stringify(trust), ...more })
const allow = (RoleName: string, policy: object) =>
  iam.call('PutRolePolicy', { RoleName, PolicyName: 'p', PolicyDocument: JSON.stringify(policy) })
const allowUser = (UserName: string, policy: object, as?: Caller) =>
  iam.call('PutUserPolicy', { UserName, PolicyName: 'p', PolicyDocument: JSON.stringify(policy) }, as)

const assume = (caller: Caller, more: Partial<StsInput<'AssumeRole'>> = {}) =>
  iam.sts.execute('AssumeRole', { RoleArn: ROLE, RoleSessionName: 'work', ...more }, caller)

async function session(caller: Caller, more: Partial<StsInput<'AssumeRole'>> = {}): Promise<Caller> {
  const { Credentials } = await assume(caller, more)
  const { AccessKeyId = '', SecretAccessKey = '', SessionToken = '' } = Credentials ?? {}
  return iam.callerWith({ accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken })
}

const DENIED = {
  code: 'AccessDenied',
  message: `User: ${ADA} is not authorized to perform: sts:AssumeRole on resource: ${ROLE}`,
}

describe('a role', () => {
  it('is assumed by whom its trust policy names, who then is a session of it', async () => {
    await role(trusting(ADA))
    const answer = await assume(ada)
    const { Role } = await iam.call('GetRole', { RoleName: 'r' })
    expect(answer).toEqual({
      Credentials: {
        AccessKeyId: expect.stringMatching(/^ASIA[A-Z2-7]{16}$/),
        SecretAccessKey: expect.any(String),
        SessionToken: expect.any(String),
        Expiration: iam.clock.now() + 3_600_000,
      },
      AssumedRoleUser: {
        AssumedRoleId: `${Role.RoleId}:work`,
        Arn: 'arn:aws:sts::111122223333:assumed-role/r/work',
      },
    })
    const who = await iam.sts.execute('GetCallerIdentity', {}, await session(ada))
    expect(who).toEqual({
      Arn: 'arn:aws:sts::111122223333:assumed-role/r/work',
      UserId: `${Role.RoleId}:work`,
      Account: '111122223333',
    })
  })

  it('has the policies of the role and not those of the user', async () => {
    await allowUser('ada', allowing('iam:ListRoles'))
    await role(trusting(ADA))
    await allow('r', allowing('iam:ListUsers'))
    const caller = await session(ada)
    await iam.call('ListUsers', {}, caller)
    expect((await refusalOf(iam.call('ListRoles', {}, caller))).message).toContain(
      'User: arn:aws:sts::111122223333:assumed-role/r/work is not authorized to perform: iam:ListRoles',
    )
  })

  it('that trusts its account is assumed by whom a policy allows it', async () => {
    await role(trusting('111122223333'))
    expect(await refusalOf(assume(ada))).toMatchObject(DENIED)
    await allowUser('ada', allowing('sts:AssumeRole', ROLE))
    await assume(ada)
  })

  it('that is not there is refused in the same words', async () => {
    await allowUser('ada', allowing('sts:*'))
    expect(await refusalOf(assume(ada))).toMatchObject(DENIED)
    await role(trusting(ADA))
    const wrongPath = 'arn:aws:iam::111122223333:role/r'
    expect((await refusalOf(assume(ada, { RoleArn: wrongPath }))).code).toBe('AccessDenied')
  })

  it('of another account needs both sides', async () => {
    const root = iam.caller({ account: OTHER_ACCOUNT })
    const eve = await iam.user('eve', undefined, root)
    await role(trusting(eve.principal.arn))
    const denied = {
      code: 'AccessDenied',
      message: `User: ${eve.principal.arn} is not authorized to perform: sts:AssumeRole on resource: ${ROLE}`,
    }
    expect(await refusalOf(assume(eve))).toMatchObject(denied)
    await allowUser('eve', allowing('sts:AssumeRole'), root)
    expect((await session(eve)).principal).toMatchObject({ account: '111122223333', kind: 'assumed-role' })
    await iam.call('UpdateAssumeRolePolicy', { RoleName: 'r', PolicyDocument: JSON.stringify(trusting(ADA)) })
    expect(await refusalOf(assume(eve))).toMatchObject(denied)
  })

  it('is not assumed by the root user, nor where a policy forbids it', async () => {
    await role(trusting('*'))
    expect(await refusalOf(assume(iam.caller()))).toMatchObject({
      code: 'AccessDenied',
      message: 'Roles may not be assumed by root accounts.',
    })
    await assume(ada)
    const Statement = [{ Effect: 'Deny', Action: 'sts:AssumeRole', Resource: '*' }]
    await allowUser('ada', { Version: '2012-10-17', Statement })
    expect((await refusalOf(assume(ada))).message).toBe(
      `${DENIED.message} with an explicit deny in an identity-based policy`,
    )
  })

  it('may ask for an external id, a session name and who the caller is', async () => {
    const Condition = {
      StringEquals: { 'sts:ExternalId': 'secret', 'sts:RoleSessionName': 'work' },
      ArnLike: { 'aws:PrincipalArn': ADA },
    }
    await role(trusting('*', { Condition }))
    await assume(ada, { ExternalId: 'secret' })
    expect(await refusalOf(assume(ada))).toMatchObject(DENIED)
    expect(await refusalOf(assume(ada, { ExternalId: 'other' }))).toMatchObject(DENIED)
    expect(await refusalOf(assume(ada, { ExternalId: 'secret', RoleSessionName: 'play' }))).toMatchObject(DENIED)
    expect((await refusalOf(assume(await iam.user('bob'), { ExternalId: 'secret' }))).code).toBe('AccessDenied')
  })

  it('takes no session of a role that was deleted and made anew', async () => {
    await role(trusting(ADA))
    await allow('r', allowing('iam:ListUsers'))
    const caller = await session(ada)
    await iam.call('DeleteRolePolicy', { RoleName: 'r', PolicyName: 'p' })
    await iam.call('DeleteRole', { RoleName: 'r' })
    await role(trusting(ADA))
    await allow('r', allowing('iam:ListUsers'))
    expect((await refusalOf(iam.call('ListUsers', {}, caller))).code).toBe('AccessDenied')
  })
})

describe('how long a session lasts', () => {
  it('is up to the role', async () => {
    await role(trusting(ADA), { MaxSessionDuration: 7200 })
    const { Credentials } = await assume(ada, { DurationSeconds: 7200 })
    expect(Credentials?.Expiration).toBe(iam.clock.now() + 7_200_000)
    expect(await refusalOf(assume(ada, { DurationSeconds: 7201 }))).toMatchObject({
      code: 'ValidationError',
      message: 'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.',
    })
    expect((await refusalOf(assume(ada, { DurationSeconds: 899 }))).code).toBe('ValidationError')
  })

  it('is an hour at most for one that another session asks for', async () => {
    await role(trusting('*'), { MaxSessionDuration: 7200 })
    const first = await session(ada)
    await assume(first, { DurationSeconds: 3600 })
    expect((await refusalOf(assume(first, { DurationSeconds: 3601 }))).message).toBe(
      'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.',
    )
  })
})

describe('session policies', () => {
  it('limit what the role may do, be they documents or managed policies', async () => {
    await role(trusting(ADA))
    await allow('r', allowing(['iam:ListUsers', 'iam:ListRoles', 'iam:ListGroups']))
    const PolicyDocument = JSON.stringify(allowing('iam:ListRoles'))
    const { Policy } = await iam.call('CreatePolicy', { PolicyName: 'p', PolicyDocument })
    const limited = await session(ada, {
      Policy: JSON.stringify(allowing('iam:ListUsers')),
      PolicyArns: [{ arn: Policy?.Arn }],
    })
    await iam.call('ListUsers', {}, limited)
    await iam.call('ListRoles', {}, limited)
    expect((await refusalOf(iam.call('ListGroups', {}, limited))).message).toContain(
      'because no session policy allows the iam:ListGroups action',
    )
  })

  it('are refused when they are malformed, not there, or too large', async () => {
    await role(trusting(ADA))
    const code = async (more: Partial<StsInput<'AssumeRole'>>) => (await refusalOf(assume(ada, more))).code
    expect(await code({ Policy: '{' })).toBe('MalformedPolicyDocument')
    expect(await code({ PolicyArns: [{ arn: 'arn:aws:iam::111122223333:policy/none' }] })).toBe('ValidationError')
    const large = JSON.stringify(allowing('iam:*', `arn:aws:iam::${'a'.repeat(2048)}`))
    expect(await code({ Policy: large })).toBe('PackedPolicyTooLarge')
    const { PackedPolicySize } = await assume(ada, { Policy: JSON.stringify(allowing('iam:*')) })
    expect(PackedPolicySize).toBe(3)
  })
})

describe('session tags', () => {
  const TRUST = trusting('*', { Action: ['sts:AssumeRole', 'sts:TagSession', 'sts:SetSourceIdentity'] })
  const team = (Value: string) => ({ Tags: [{ Key: 'team', Value }] })
  const byTag = allowing('iam:ListUsers', '*', { Condition: { StringEquals: { 'aws:PrincipalTag/team': 'red' } } })

  it('need permission of their own', async () => {
    await role(trusting('*'))
    expect((await refusalOf(assume(ada, team('red')))).message).toBe(
      `User: ${ADA} is not authorized to perform: sts:TagSession on resource: ${ROLE}`,
    )
  })

  it('count in policies, over the tags of the role', async () => {
    await role(TRUST, team('blue'))
    await allow('r', byTag)
    expect((await refusalOf(iam.call('ListUsers', {}, await session(ada)))).code).toBe('AccessDenied')
    await iam.call('ListUsers', {}, await session(ada, team('red')))
  })

  it('go on to further roles where they are said to, and cannot be changed there', async () => {
    await role(TRUST)
    await allow('r', byTag)
    const first = await session(ada, { ...team('red'), TransitiveTagKeys: ['Team'] })
    const second = await session(first)
    await iam.call('ListUsers', {}, second)
    expect((await refusalOf(assume(first, team('blue')))).code).toBe('InvalidParameterValue')
    const forgotten = await session(await session(ada, team('red')))
    expect((await refusalOf(iam.call('ListUsers', {}, forgotten))).code).toBe('AccessDenied')
  })

  it.each([
    {
      Tags: [
        { Key: 'a', Value: '' },
        { Key: 'A', Value: '' },
      ],
    },
    { Tags: [{ Key: 'aws:a', Value: '' }] },
    { TransitiveTagKeys: ['a'] },
  ])('are refused: %j', async (more) => {
    await role(TRUST)
    expect((await refusalOf(assume(ada, more))).code).toBe('InvalidParameterValue')
  })

  it('a source identity stays as it was set', async () => {
    await role(TRUST)
    const first = await session(ada, { SourceIdentity: 'ada' })
    expect((await assume(first)).SourceIdentity).toBe('ada')
    expect((await refusalOf(assume(first, { SourceIdentity: 'eve' }))).code).toBe('AccessDenied')
  })
})

describe('the audit log', () => {
  it('has who assumed what, and no secret', async () => {
    await role(trusting(ADA))
    const { Credentials } = await assume(ada, { ExternalId: 'external' })
    const event = (await iam.events()).at(-1)
    const { record, decisions } = envelopeOf(event as NonNullable<typeof event>)
    expect(record).toMatchObject({
      eventSource: 'sts.amazonaws.com',
      eventName: 'AssumeRole',
      requestParameters: { externalId: 'external', roleArn: ROLE, roleSessionName: 'work' },
      responseElements: {
        assumedRoleUser: { arn: 'arn:aws:sts::111122223333:assumed-role/r/work' },
        credentials: { accessKeyId: Credentials?.AccessKeyId },
      },
    })
    expect(decisions).toMatchObject([
      { outcome: 'allowed', by: { kind: 'resource-based policy', policy: `arn:aws:iam::${ACCOUNT}:role/r/trust/1` } },
    ])
    expect(record.resources).toEqual([{ ARN: ROLE, accountId: ACCOUNT, type: 'AWS::IAM::Role' }])
    expect(record).not.toHaveProperty('sharedEventID')
    expect(event?.text).not.toContain(Credentials?.SecretAccessKey)
    expect(event?.text).not.toContain(Credentials?.SessionToken)
  })

  it('of both accounts has who assumed the role of another one, each with its own decisions', async () => {
    await role(trusting(`arn:aws:iam::${OTHER_ACCOUNT}:root`))
    const eve = await iam.user('eve', allowing('sts:*'), iam.caller({ account: OTHER_ACCOUNT }))
    await assume(eve, { Tags: [{ Key: 'team', Value: 'a' }] }).catch(() => undefined)
    await assume(eve)
    const [theirs, ours] = await Promise.all(
      [OTHER_ACCOUNT, ACCOUNT].map(async (account) => {
        const events = (await iam.events({ account })).filter(({ eventName }) => eventName === 'AssumeRole')
        return events.map(envelopeOf)
      }),
    )
    // The first call was refused for want of sts:TagSession, and that its own account alone is told.
    expect(theirs?.map(({ record }) => record.errorCode)).toEqual(['AccessDenied', undefined])
    const [, called] = theirs ?? []
    const [assumed, ...more] = ours ?? []
    expect(more).toEqual([])
    if (!called) throw new Error('the call is not in the log of its account')
    const { eventID: _, recipientAccountId: __, userIdentity, ...same } = called.record
    expect(assumed?.record).toMatchObject({ ...same, recipientAccountId: ACCOUNT })
    expect(same.sharedEventID).toMatch(/^[0-9a-f-]{36}$/)
    expect(userIdentity).toMatchObject({ type: 'IAMUser', userName: 'eve' })
    expect(assumed?.record.userIdentity).toEqual({
      ...{ type: 'AWSAccount', accountId: OTHER_ACCOUNT, principalId: eve.principal.id },
    })
    expect(called.decisions).toMatchObject([{ by: { kind: 'identity-based policy' }, owner: ACCOUNT }])
    expect(JSON.stringify(called.decisions)).not.toContain('/trust/')
    expect(assumed?.decisions).toMatchObject([{ by: { policy: `arn:aws:iam::${ACCOUNT}:role/r/trust/1` } }])
  })
})

describe('what is no role', () => {
  it.each(['arn:aws:iam::111122223333:user/ada', 'arn:aws:s3:::some-bucket/key'])('is refused: %s', async (RoleArn) => {
    expect(await refusalOf(assume(ada, { RoleArn }))).toMatchObject({
      code: 'ValidationError',
      message: 'Request ARN is invalid',
    })
  })
})
