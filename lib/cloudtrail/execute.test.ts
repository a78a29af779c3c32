import { beforeEach, describe, expect, it } from 'vitest'
import type { RequestId } from '#kernel/ids.ts'
import { ServiceError } from '#kernel/service-error.ts'
import type { Caller } from '#kms/ports.ts'
import type { Input } from '#model/cloudtrail/api.ts'
import { envelopeOf } from '#testing/events.ts'
import { OTHER_REGION } from '#testing/harness.ts'
import { allowing, type IamHarness, openIamHarness, refusalOf, trusting } from '#testing/iam-harness.ts'
import { breakable } from '#testing/stores.ts'
import { createCloudTrail } from './execute.ts'

let iam: IamHarness
beforeEach(async () => {
  iam = await openIamHarness()
})

const ACTION = 'cloudtrail:LookupEvents'
const DENIED = `is not authorized to perform: ${ACTION}`
const lookUp = (caller: Caller, input: Input<'LookupEvents'> = {}) =>
  iam.cloudTrail.execute('LookupEvents', input, caller)
const denying = (Action: string, more: object = {}) => ({
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Action: '*', Resource: '*' },
    { Effect: 'Deny', Action, Resource: '*', ...more },
  ],
})
const lastOf = async (caller: Caller) => {
  const [last] = (await iam.events(caller.scope)).slice(-1)
  return last && { ...last, ...envelopeOf(last) }
}

describe('a look-up', () => {
  it('leaves one event, with its decision and what was asked, before it is answered', async () => {
    const ada = await iam.user('ada', allowing(ACTION))
    const before = (await iam.events()).length
    await lookUp(ada, {
      LookupAttributes: [{ AttributeKey: 'EventName', AttributeValue: 'CreateUser' }],
      MaxResults: 3,
    })
    expect(await iam.events()).toHaveLength(before + 1)
    expect(await lastOf(ada)).toMatchObject({
      ...{ eventName: 'LookupEvents', outcome: 'ok', readOnly: true, keyUse: false, resources: [] },
      principal: ada.principal.arn,
      requestId: ada.request.id,
      record: {
        eventSource: 'cloudtrail.amazonaws.com',
        requestParameters: {
          lookupAttributes: [{ attributeKey: 'EventName', attributeValue: 'CreateUser' }],
          maxResults: 3,
        },
        responseElements: null,
      },
      decisions: [{ action: ACTION, resource: '*', outcome: 'allowed', by: { kind: 'identity-based policy' } }],
    })
  })

  it('is not answered when its event cannot be written', async () => {
    const cause = new Error('disk full')
    const store = breakable(iam.ports.store)
    store.fault = () => Promise.reject(cause)
    const broken = createCloudTrail({ ...iam.ports, identities: iam.identities, vault: iam.ports.materials, store })
    const refused = await refusalOf(broken.execute('LookupEvents', {}, iam.caller()))
    expect(refused).toMatchObject({ code: 'InternalFailure', fault: 'server', cause })
  })

  it('that is rejected while too much waits to be written is throttled', async () => {
    const store = breakable(iam.ports.store)
    store.fault = () => Promise.reject(Object.assign(new Error('8192 transactions wait'), { code: 'overloaded' }))
    const busy = createCloudTrail({ ...iam.ports, identities: iam.identities, vault: iam.ports.materials, store })
    const refused = await refusalOf(busy.reject('LookUp', new ServiceError('InvalidAction'), iam.caller()))
    expect(refused.code).toBe('ThrottlingException')
  })

  it('that is refused shows nothing, and is recorded with what refused it', async () => {
    const ada = await iam.user('ada', allowing('kms:*'))
    expect(await refusalOf(lookUp(ada))).toMatchObject({
      code: 'AccessDeniedException',
      message: `User: ${ada.principal.arn} ${DENIED} because no identity-based policy allows the ${ACTION} action`,
    })
    expect(await lastOf(ada)).toMatchObject({
      ...{ eventName: 'LookupEvents', outcome: 'denied' },
      record: { errorCode: 'AccessDenied', requestParameters: null },
      decisions: [{ action: ACTION, outcome: 'implicitly-denied', missing: 'identity-based policy' }],
    })
  })

  it('is checked before it is allowed, and allowed before its token is opened', async () => {
    const ada = await iam.user('ada')
    expect((await refusalOf(lookUp(ada, { MaxResults: 99 }))).code).toBe('InvalidMaxResultsException')
    expect((await refusalOf(lookUp(ada, { NextToken: 'x' }))).code).toBe('AccessDeniedException')
  })
})

describe('what decides', () => {
  it('is an explicit deny before all', async () => {
    const ada = await iam.user('ada', denying('cloudtrail:*'))
    expect((await refusalOf(lookUp(ada))).message).toBe(
      `User: ${ada.principal.arn} ${DENIED} with an explicit deny in an identity-based policy`,
    )
  })

  it('sees the whole request: address, Region, tags and time', async () => {
    const conditions = {
      IpAddress: { 'aws:SourceIp': '192.0.2.0/24' },
      StringEquals: { 'aws:RequestedRegion': 'us-east-1', 'aws:PrincipalTag/team': 'audit' },
      DateGreaterThan: { 'aws:CurrentTime': '2025-12-31T00:00:00Z' },
    }
    const ada = await iam.user('ada', allowing(ACTION, '*', { Condition: conditions }))
    expect((await refusalOf(lookUp(ada))).code).toBe('AccessDeniedException')
    const tagged: Caller = { ...ada, tags: [['team', 'audit']] }
    expect(await lookUp(tagged)).toHaveProperty('Events')
    expect(await lastOf(ada)).toMatchObject({
      decisions: [{ facts: { 'aws:sourceip': '192.0.2.1', 'aws:principaltag/team': 'audit' } }],
    })
    const abroad: Caller = { ...tagged, scope: { ...tagged.scope, region: OTHER_REGION } }
    expect((await refusalOf(lookUp(abroad))).code).toBe('AccessDeniedException')
    const elsewhere: Caller = { ...tagged, request: { ...tagged.request, sourceIp: '198.51.100.1' } }
    expect((await refusalOf(lookUp(elsewhere))).code).toBe('AccessDeniedException')
  })

  it('can be explained afterwards, by what stands in the event', async () => {
    const conditions = { StringEquals: { 'aws:RequestedRegion': OTHER_REGION } }
    const ada = await iam.user('ada', allowing(ACTION, '*', { Condition: conditions }))
    await refusalOf(lookUp(ada))
    const denied = await iam.why(ada.request.id, iam.caller())
    expect(denied?.traces).toMatchObject([{ action: ACTION, decision: { outcome: 'implicitly-denied' } }])
    const abroad: Caller = {
      ...{ ...ada, scope: { ...ada.scope, region: OTHER_REGION } },
      request: { ...ada.request, id: iam.ports.ids.uuid() as RequestId },
    }
    await lookUp(abroad)
    const allowed = await iam.why(abroad.request.id, iam.caller())
    expect(allowed?.traces).toMatchObject([{ action: ACTION, decision: { outcome: 'allowed' } }])
  })

  it('is a permissions boundary too', async () => {
    const PolicyDocument = JSON.stringify(allowing('kms:*'))
    const { Policy } = await iam.call('CreatePolicy', { PolicyName: 'limit', PolicyDocument })
    const ada = await iam.user('ada', allowing('*'))
    await iam.call('PutUserPermissionsBoundary', { UserName: 'ada', PermissionsBoundary: Policy?.Arn ?? '' })
    expect((await refusalOf(lookUp(ada))).message).toBe(
      `User: ${ada.principal.arn} ${DENIED} because no permissions boundary allows the ${ACTION} action`,
    )
  })

  it('is a session policy too', async () => {
    const ada = await iam.user('ada', allowing('sts:AssumeRole'))
    const { Role } = await iam.call('CreateRole', {
      RoleName: 'auditor',
      AssumeRolePolicyDocument: JSON.stringify(trusting(ada.principal.arn)),
    })
    const PolicyDocument = JSON.stringify(allowing('*'))
    await iam.call('PutRolePolicy', { RoleName: 'auditor', PolicyName: 'own', PolicyDocument })
    const assume = async (Policy?: object) => {
      const asked = { RoleArn: Role.Arn, RoleSessionName: 'work', ...(Policy && { Policy: JSON.stringify(Policy) }) }
      const { Credentials: made } = await iam.sts.execute('AssumeRole', asked, ada)
      return iam.callerWith({
        accessKeyId: made?.AccessKeyId ?? '',
        secretAccessKey: made?.SecretAccessKey ?? '',
        sessionToken: made?.SessionToken ?? '',
      })
    }
    const whole = await assume()
    const { Events = [] } = await lookUp(whole, { MaxResults: 1 })
    expect(Events).toHaveLength(1)
    const own = { LookupAttributes: [{ AttributeKey: 'Username', AttributeValue: 'work' }] } as const
    expect((await lookUp(whole, own)).Events).toMatchObject([{ EventName: 'LookupEvents', Username: 'work' }])
    const limited = await assume(allowing('kms:*'))
    expect((await refusalOf(lookUp(limited))).message).toBe(
      `User: ${limited.principal.arn} ${DENIED} because no session policy allows the ${ACTION} action`,
    )
  })
})

it('no secret of an access key or a session is in what is shown', async () => {
  const made = await iam
    .call('CreateUser', { UserName: 'ada' })
    .then(() => iam.call('CreateAccessKey', { UserName: 'ada' }))
  const ada = await iam.callerWith({ accessKeyId: made.AccessKey.AccessKeyId, secretAccessKey: '' })
  const { Credentials } = await iam.sts.execute('GetSessionToken', {}, ada)
  const shown = JSON.stringify(await lookUp(iam.caller()))
  expect(shown).toContain(made.AccessKey.AccessKeyId)
  expect(shown).toContain('GetSessionToken')
  for (const secret of [made.AccessKey.SecretAccessKey, Credentials?.SecretAccessKey, Credentials?.SessionToken]) {
    expect(secret).toMatch(/.{20}/)
    expect(shown).not.toContain(secret)
  }
})

it('a call that could not be run leaves a record', async () => {
  const caller = iam.caller()
  await iam.cloudTrail.reject('CreateTrail', new ServiceError('UnsupportedOperationException', 'no'), caller)
  expect(await lastOf(caller)).toMatchObject({
    ...{ eventName: 'CreateTrail', outcome: 'error', readOnly: false, decisions: [] },
    record: { eventSource: 'cloudtrail.amazonaws.com', errorCode: 'UnsupportedOperationException', errorMessage: 'no' },
  })
})
