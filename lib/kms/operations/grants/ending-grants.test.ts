import { beforeEach, describe, expect, it } from 'vitest'
import type { KeyId as KeyIdentifier } from '#kernel/ids.ts'
import { rootPrincipal } from '#kernel/principal.ts'
import type { Caller } from '#kms/ports.ts'
import type { Input } from '#model/api.ts'
import { defaultKeyPolicyText } from '#policy/default-policy.ts'
import { eventsOf } from '#testing/events.ts'
import { ACCOUNT, type Harness, OTHER_ACCOUNT, openHarness } from '#testing/harness.ts'

type Asked = Input<'CreateGrant'>

const MAY_RETIRE = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 'kms:RetireGrant', Resource: '*' }],
}

let kms: Harness
let KeyId: string
let Arn: string
let [bob, carol, mallory]: readonly Caller[] = []

beforeEach(async () => {
  kms = await openHarness()
  const key = await kms.newKey()
  KeyId = key.KeyId
  Arn = key.Arn ?? ''
  bob = userOf(ACCOUNT, 'Bob')
  carol = userOf(OTHER_ACCOUNT, 'Carol')
  mallory = userOf(OTHER_ACCOUNT, 'Mallory', MAY_RETIRE)
})

const userOf = (account: typeof ACCOUNT, name: string, policy?: object) =>
  kms.caller({ principal: kms.identities.user(account, name, policy) })
const arnOf = (caller: Caller | undefined) => caller?.principal.arn ?? ''
async function grant(more: Partial<Asked> = {}) {
  const input: Asked = { KeyId, GranteePrincipal: arnOf(bob), Operations: ['DescribeKey'], ...more }
  const { GrantId = '', GrantToken = '' } = await kms.call('CreateGrant', input)
  return { GrantId, GrantToken }
}
const listed = async () => ((await kms.call('ListGrants', { KeyId })).Grants ?? []).map(({ GrantId }) => GrantId)
const grantCount = async () => {
  const record = await kms.ports.store.key(kms.caller().scope, KeyId as KeyIdentifier)
  return record?.key.grantCount
}
const denied = { code: 'AccessDeniedException' }

describe('RetireGrant', () => {
  it('by token or by key ARN and id ends the grant, answers nothing and leaves the count right', async () => {
    const [first, second] = [await grant(), await grant()]
    expect(await kms.call('RetireGrant', { GrantToken: first.GrantToken })).toBeUndefined()
    expect(await kms.call('RetireGrant', { KeyId: Arn, GrantId: second.GrantId })).toBeUndefined()
    expect([await listed(), await grantCount()]).toEqual([[], 0])
    expect(await kms.refusal('DescribeKey', { KeyId }, bob)).toMatchObject(denied)
  })

  it('is once: a grant that has ended is not found, and counts no further', async () => {
    const [{ GrantToken, GrantId }] = [await grant(), await grant()]
    await kms.call('RetireGrant', { GrantToken })
    expect(await kms.refusal('RetireGrant', { GrantToken })).toMatchObject({ code: 'NotFoundException' })
    expect(await kms.refusal('RetireGrant', { KeyId: Arn, GrantId })).toMatchObject({ code: 'NotFoundException' })
    expect(await grantCount()).toBe(1)
  })

  it('is for the retiring principal, from any account', async () => {
    const { GrantToken } = await grant({ RetiringPrincipal: arnOf(carol) })
    await kms.call('RetireGrant', { GrantToken }, carol)
    const { GrantId } = await grant({ RetiringPrincipal: arnOf(carol) })
    await kms.call('RetireGrant', { KeyId: Arn, GrantId }, carol)
    expect(await listed()).toEqual([])
  })

  it('is for the grantee only where the grant says so', async () => {
    const [without, with_] = [await grant(), await grant({ Operations: ['DescribeKey', 'RetireGrant'] })]
    expect(await kms.refusal('RetireGrant', { GrantToken: without.GrantToken }, bob)).toMatchObject(denied)
    await kms.call('RetireGrant', { GrantToken: with_.GrantToken }, bob)
    expect(await listed()).toEqual([without.GrantId])
  })

  it('is for the issuing account: its root user, and those whom its IAM policies let', async () => {
    const [first, second] = [await grant(), await grant()]
    expect(await kms.refusal('RetireGrant', { GrantToken: first.GrantToken }, bob)).toMatchObject(denied)
    await kms.call('RetireGrant', { GrantToken: first.GrantToken }, userOf(ACCOUNT, 'Admin', MAY_RETIRE))
    await kms.call('RetireGrant', { GrantToken: second.GrantToken })
  })

  it('issued by another account is for that account, not for the one that owns the key', async () => {
    const root = kms.caller({ principal: rootPrincipal(OTHER_ACCOUNT) })
    await grant({ GranteePrincipal: arnOf(root), Operations: ['CreateGrant', 'DescribeKey'] })
    const input: Asked = { KeyId: Arn, GranteePrincipal: arnOf(carol), Operations: ['DescribeKey'] }
    const { GrantToken = '' } = await kms.call('CreateGrant', input, root)
    expect(await kms.refusal('RetireGrant', { GrantToken })).toMatchObject(denied)
    await kms.call('RetireGrant', { GrantToken }, mallory)
  })

  it('by a retiring account is for its root user, and for those whom its IAM policies let', async () => {
    const root = kms.caller({ principal: rootPrincipal(OTHER_ACCOUNT) })
    const [first, second] = [
      await grant({ RetiringPrincipal: arnOf(root) }),
      await grant({ RetiringPrincipal: arnOf(root) }),
    ]
    expect(await kms.refusal('RetireGrant', { GrantToken: first.GrantToken }, carol)).toMatchObject(denied)
    await kms.call('RetireGrant', { GrantToken: first.GrantToken }, mallory)
    await kms.call('RetireGrant', { GrantToken: second.GrantToken }, root)
  })

  it('is refused to anybody else, with or without the token', async () => {
    const { GrantToken, GrantId } = await grant({ RetiringPrincipal: arnOf(carol) })
    expect(await kms.refusal('RetireGrant', { GrantToken }, mallory)).toMatchObject(denied)
    expect(await kms.refusal('RetireGrant', { KeyId: Arn, GrantId }, mallory)).toMatchObject(denied)
    expect(await listed()).toEqual([GrantId])
  })

  it('tells another account nothing of which keys exist', async () => {
    const GrantId = 'f'.repeat(64)
    const there = await kms.refusal('RetireGrant', { KeyId: Arn, GrantId }, mallory)
    const missing = Arn.replace(KeyId, '00000000-0000-4000-8000-000000000000')
    const absent = await kms.refusal('RetireGrant', { KeyId: missing, GrantId }, mallory)
    expect([there.code, there.message]).toEqual([absent.code, absent.message])
    expect((await kms.refusal('RetireGrant', { KeyId: Arn, GrantId })).code).toBe('NotFoundException')
  })

  it('is no business of the key policy, which can neither allow nor deny it', async () => {
    const policy = JSON.parse(defaultKeyPolicyText(ACCOUNT))
    const about = { Action: 'kms:RetireGrant', Resource: '*' }
    const Statement = [
      ...policy.Statement,
      { Effect: 'Allow', Principal: { AWS: arnOf(bob) }, ...about },
      { Effect: 'Deny', Principal: { AWS: arnOf(carol) }, ...about },
    ]
    await kms.call('PutKeyPolicy', { KeyId, Policy: JSON.stringify({ ...policy, Statement }) })
    const { GrantToken } = await grant({ RetiringPrincipal: arnOf(carol) })
    expect(await kms.refusal('RetireGrant', { GrantToken }, bob)).toMatchObject(denied)
    await kms.call('RetireGrant', { GrantToken }, carol)
  })

  it('can be denied by the caller’s own IAM policy', async () => {
    const Deny = [{ Effect: 'Deny', Action: 'kms:RetireGrant', Resource: '*' }]
    const dora = userOf(ACCOUNT, 'Dora', { Version: '2012-10-17', Statement: Deny })
    const { GrantToken } = await grant({ RetiringPrincipal: arnOf(dora) })
    expect(await kms.refusal('RetireGrant', { GrantToken }, dora)).toMatchObject(denied)
  })

  it('refuses a token that was never given out, and members that do not belong together', async () => {
    const { GrantToken, GrantId } = await grant()
    for (const token of ['x', GrantToken.slice(0, -4), Buffer.from('111122223333').toString('base64')]) {
      expect(await kms.refusal('RetireGrant', { GrantToken: token })).toMatchObject({
        code: 'InvalidGrantTokenException',
      })
    }
    for (const input of [{}, { KeyId: Arn }, { GrantId }, { GrantToken, KeyId: Arn, GrantId }]) {
      expect(await kms.refusal('RetireGrant', input)).toMatchObject({ code: 'ValidationException' })
    }
  })

  it('as a dry run ends nothing', async () => {
    const { GrantToken, GrantId } = await grant()
    expect((await kms.refusal('RetireGrant', { GrantToken, DryRun: true })).code).toBe('DryRunOperationException')
    expect([await listed(), await grantCount()]).toEqual([[GrantId], 1])
  })

  it('works in every state of the key, and is recorded with the id of the grant and without the token', async () => {
    const { GrantToken, GrantId } = await grant()
    await kms.call('ScheduleKeyDeletion', { KeyId })
    const [event] = await eventsOf(kms, () => kms.call('RetireGrant', { GrantToken }))
    expect(event?.record).toMatchObject({
      requestParameters: null,
      additionalEventData: { grantId: GrantId },
      resources: [{ ARN: Arn }],
    })
    expect(event?.text).not.toContain(GrantToken)
  })
})

describe('RevokeGrant', () => {
  it('ends the grant at once, answers nothing, and is once', async () => {
    const { GrantId } = await grant()
    await kms.call('DescribeKey', { KeyId }, bob)
    expect(await kms.call('RevokeGrant', { KeyId, GrantId })).toBeUndefined()
    expect(await kms.refusal('DescribeKey', { KeyId }, bob)).toMatchObject(denied)
    expect((await kms.refusal('RevokeGrant', { KeyId, GrantId })).code).toBe('NotFoundException')
    expect([await listed(), await grantCount()]).toEqual([[], 0])
  })

  it('is for those whom the key policy or IAM lets, whoever made the grant; not for its grantee or retiree', async () => {
    const { GrantId } = await grant({ RetiringPrincipal: arnOf(bob), Operations: ['DescribeKey', 'RetireGrant'] })
    expect(await kms.refusal('RevokeGrant', { KeyId, GrantId }, bob)).toMatchObject(denied)
    const Statement = [{ Effect: 'Allow', Action: 'kms:RevokeGrant', Resource: '*' }]
    await kms.call('RevokeGrant', { KeyId, GrantId }, userOf(ACCOUNT, 'Admin', { Version: '2012-10-17', Statement }))
  })

  it('does not find a grant of another key', async () => {
    const { GrantId } = await grant()
    const other = await kms.newKey()
    expect((await kms.refusal('RevokeGrant', { KeyId: other.KeyId, GrantId })).code).toBe('NotFoundException')
    expect(await listed()).toEqual([GrantId])
  })

  it('counts right when both ends come at the same time', async () => {
    const { GrantId, GrantToken } = await grant()
    await grant()
    const outcomes = await Promise.allSettled([
      kms.call('RevokeGrant', { KeyId, GrantId }),
      kms.call('RetireGrant', { GrantToken }),
    ])
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect([(await listed()).length, await grantCount()]).toEqual([1, 1])
  })
})
