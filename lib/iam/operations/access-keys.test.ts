import { beforeEach, describe, expect, it } from 'vitest'
import { allowing, type IamHarness, openIamHarness, refusalOf } from '#testing/iam-harness.ts'

let iam: IamHarness
beforeEach(async () => {
  iam = await openIamHarness()
  await iam.call('CreateUser', { UserName: 'ada' })
})

const make = (UserName = 'ada') => iam.call('CreateAccessKey', { UserName })

describe('an access key', () => {
  it('is told once, kept sealed, and opens for its signature', async () => {
    const { AccessKey } = await make()
    expect(AccessKey).toEqual({
      UserName: 'ada',
      AccessKeyId: expect.stringMatching(/^AKIA[A-Z2-7]{16}$/),
      Status: 'Active',
      SecretAccessKey: expect.stringMatching(/^[A-Za-z0-9+/]{40}$/),
      CreateDate: iam.clock.now(),
    })
    const row = await iam.ports.store.accessKey(AccessKey.AccessKeyId)
    expect(Buffer.from(row?.secret ?? '').includes(AccessKey.SecretAccessKey)).toBe(false)
    const credential = await iam.identities.credential(AccessKey.AccessKeyId)
    expect(credential).toMatchObject({ secretAccessKey: AccessKey.SecretAccessKey })
    const { AccessKeyMetadata } = await iam.call('ListAccessKeys', { UserName: 'ada' })
    const { SecretAccessKey: _, ...metadata } = AccessKey
    expect(AccessKeyMetadata).toEqual([metadata])
  })

  it('is one of two at most, also when calls do not see each other', async () => {
    const outcomes = await Promise.allSettled([make(), make(), make()])
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(2)
    expect(await refusalOf(make())).toMatchObject({
      code: 'LimitExceeded',
      message: 'Cannot exceed quota for AccessKeysPerUser: 2',
    })
  })

  it('signs nothing while it is inactive, nor once it is gone', async () => {
    const { AccessKey } = await make()
    const { AccessKeyId } = AccessKey
    await iam.call('UpdateAccessKey', { UserName: 'ada', AccessKeyId, Status: 'Inactive' })
    expect(await iam.identities.credential(AccessKeyId)).toBeUndefined()
    await iam.call('UpdateAccessKey', { UserName: 'ada', AccessKeyId, Status: 'Active' })
    expect(await iam.identities.credential(AccessKeyId)).toBeDefined()
    await iam.call('DeleteAccessKey', { UserName: 'ada', AccessKeyId })
    expect(await iam.identities.credential(AccessKeyId)).toBeUndefined()
    expect(await refusalOf(iam.call('DeleteAccessKey', { UserName: 'ada', AccessKeyId }))).toMatchObject({
      code: 'NoSuchEntity',
      message: `The Access Key with id ${AccessKeyId} cannot be found.`,
    })
  })

  it('of another user, or of another account, is not found', async () => {
    const { AccessKey } = await make()
    await iam.call('CreateUser', { UserName: 'bob' })
    const { AccessKeyId } = AccessKey
    expect((await refusalOf(iam.call('DeleteAccessKey', { UserName: 'bob', AccessKeyId }))).code).toBe('NoSuchEntity')
    const other = iam.caller({ account: '444455556666' as never })
    expect((await refusalOf(iam.call('GetAccessKeyLastUsed', { AccessKeyId }, other))).code).toBe('NoSuchEntity')
  })

  it('is the caller’s own where the request names no user', async () => {
    const ada = await iam.user('eve', allowing('iam:*AccessKey*'))
    expect((await iam.call('CreateAccessKey', {}, ada)).AccessKey.UserName).toBe('eve')
    expect((await iam.call('CreateAccessKey', {})).AccessKey).not.toHaveProperty('UserName')
    expect((await iam.call('ListAccessKeys', {})).AccessKeyMetadata).toHaveLength(1)
  })

  it('says when it was last used', async () => {
    const eve = await iam.user('eve', allowing('iam:*'))
    const AccessKeyId = eve.accessKeyId ?? ''
    expect(await iam.call('GetAccessKeyLastUsed', { AccessKeyId })).toEqual({
      UserName: 'eve',
      AccessKeyLastUsed: { ServiceName: 'N/A', Region: 'N/A' },
    })
    iam.clock.advanceDays(1)
    await iam.call('ListUsers', {}, eve)
    expect(await iam.call('GetAccessKeyLastUsed', { AccessKeyId })).toEqual({
      UserName: 'eve',
      AccessKeyLastUsed: { LastUsedDate: iam.clock.now(), ServiceName: 'iam', Region: 'us-east-1' },
    })
  })
})
