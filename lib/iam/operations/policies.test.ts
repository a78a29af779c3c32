import { beforeEach, describe, expect, it } from 'vitest'
import { allowing, type IamHarness, openIamHarness, refusalOf } from '#testing/iam-harness.ts'

let iam: IamHarness
beforeEach(async () => {
  iam = await openIamHarness()
})

const DOCUMENT = JSON.stringify(allowing('iam:ListUsers'), undefined, 2)
const ARN = 'arn:aws:iam::111122223333:policy/p'
const READ_ONLY = 'arn:aws:iam::aws:policy/ReadOnlyAccess'
const make = (PolicyName = 'p', PolicyDocument = DOCUMENT) => iam.call('CreatePolicy', { PolicyName, PolicyDocument })
const message = async (call: Promise<unknown>) => {
  const { code, message } = await refusalOf(call)
  return `${code}: ${message}`
}
const version = (PolicyDocument: string, SetAsDefault = false) =>
  iam.call('CreatePolicyVersion', { PolicyArn: ARN, PolicyDocument, SetAsDefault })

describe('a managed policy', () => {
  it('is answered as AWS does, and its document byte for byte', async () => {
    const { Policy } = await iam.call('CreatePolicy', {
      PolicyName: 'p',
      PolicyDocument: DOCUMENT,
      Description: 'of tests',
      Tags: [{ Key: 'a', Value: 'b' }],
    })
    expect(Policy).toEqual({
      PolicyName: 'p',
      PolicyId: expect.stringMatching(/^ANPA[A-Z2-7]{17}$/),
      Arn: ARN,
      Path: '/',
      DefaultVersionId: 'v1',
      AttachmentCount: 0,
      PermissionsBoundaryUsageCount: 0,
      IsAttachable: true,
      Description: 'of tests',
      CreateDate: iam.clock.now(),
      UpdateDate: iam.clock.now(),
      Tags: [{ Key: 'a', Value: 'b' }],
    })
    expect(await iam.call('GetPolicy', { PolicyArn: ARN })).toEqual({ Policy })
    const { PolicyVersion } = await iam.call('GetPolicyVersion', { PolicyArn: ARN, VersionId: 'v1' })
    expect(decodeURIComponent(PolicyVersion?.Document ?? '')).toBe(DOCUMENT)
    expect(await message(make('P'))).toBe(
      'EntityAlreadyExists: A policy called P already exists. Duplicate names are not allowed.',
    )
  })

  it('speaks in its default version, of which there are five at most', async () => {
    await make()
    const ada = await iam.user('ada')
    await iam.call('AttachUserPolicy', { UserName: 'ada', PolicyArn: ARN })
    await iam.call('ListUsers', {}, ada)
    await version(JSON.stringify(allowing('iam:ListRoles')), true)
    expect((await refusalOf(iam.call('ListUsers', {}, ada))).code).toBe('AccessDenied')
    await iam.call('ListRoles', {}, ada)
    await iam.call('SetDefaultPolicyVersion', { PolicyArn: ARN, VersionId: 'v1' })
    await iam.call('ListUsers', {}, ada)
    for (let n = 3; n <= 5; n++) await version(DOCUMENT)
    expect(await message(version(DOCUMENT))).toMatch(/^LimitExceeded: A managed policy can have up to 5 versions\./)
    expect(await message(iam.call('DeletePolicyVersion', { PolicyArn: ARN, VersionId: 'v1' }))).toBe(
      'DeleteConflict: Cannot delete the default version of a policy.',
    )
    await iam.call('DeletePolicyVersion', { PolicyArn: ARN, VersionId: 'v2' })
    const { PolicyVersion } = await version(DOCUMENT)
    expect(PolicyVersion?.VersionId).toBe('v6')
    const { Versions } = await iam.call('ListPolicyVersions', { PolicyArn: ARN })
    expect(Versions?.map((one) => [one.VersionId, one.IsDefaultVersion])).toEqual([
      ['v6', false],
      ['v5', false],
      ['v4', false],
      ['v3', false],
      ['v1', true],
    ])
    expect(await message(iam.call('GetPolicyVersion', { PolicyArn: ARN, VersionId: 'v2' }))).toBe(
      `NoSuchEntity: Policy ${ARN} version v2 does not exist or is not attachable.`,
    )
  })

  it('goes only when nothing uses it, and only with its last version', async () => {
    await make()
    await iam.call('CreateUser', { UserName: 'ada' })
    await iam.call('AttachUserPolicy', { UserName: 'ada', PolicyArn: ARN })
    const gone = () => iam.call('DeletePolicy', { PolicyArn: ARN })
    expect(await message(gone())).toBe('DeleteConflict: Cannot delete a policy attached to entities.')
    await iam.call('PutUserPermissionsBoundary', { UserName: 'ada', PermissionsBoundary: ARN })
    await iam.call('DetachUserPolicy', { UserName: 'ada', PolicyArn: ARN })
    expect(await message(gone())).toBe('DeleteConflict: Cannot delete a policy attached to entities.')
    await iam.call('DeleteUserPermissionsBoundary', { UserName: 'ada' })
    await version(DOCUMENT)
    expect(await message(gone())).toMatch(/^DeleteConflict: This policy has more than one version\./)
    await iam.call('DeletePolicyVersion', { PolicyArn: ARN, VersionId: 'v2' })
    await gone()
    expect(await message(iam.call('GetPolicy', { PolicyArn: ARN }))).toBe(`NoSuchEntity: Policy ${ARN} was not found.`)
    await make()
    await iam.call('GetPolicy', { PolicyArn: ARN })
  })

  it('has 6,144 characters at most, without white space', async () => {
    const of = (length: number) => JSON.stringify(allowing('kms:*', `arn:aws:kms:${'a'.repeat(length)}`), undefined, 8)
    const bare = of(0).replace(/\s/g, '').length
    await make('p', of(6144 - bare))
    expect(await message(make('q', of(6145 - bare)))).toBe('LimitExceeded: Cannot exceed quota for PolicySize: 6144')
    expect(await message(make('q', '{}'))).toMatch(/^MalformedPolicyDocument: /)
  })

  it('is listed by scope and use, and says who has it', async () => {
    await make()
    const names = async (input: object) => {
      const { Policies } = await iam.call('ListPolicies', input)
      return Policies?.map(({ PolicyName }) => PolicyName)
    }
    expect(await names({ Scope: 'Local' })).toEqual(['p'])
    expect(await names({ Scope: 'AWS' })).toContain('AdministratorAccess')
    expect(await names({ OnlyAttached: true })).toEqual([])
    await iam.call('CreateUser', { UserName: 'ada', PermissionsBoundary: READ_ONLY })
    await iam.call('CreateGroup', { GroupName: 'g' })
    await iam.call('AttachGroupPolicy', { GroupName: 'g', PolicyArn: READ_ONLY })
    expect(await names({ OnlyAttached: true })).toEqual(['ReadOnlyAccess'])
    expect(await names({ PolicyUsageFilter: 'PermissionsBoundary' })).toEqual(['ReadOnlyAccess'])
    const both = await iam.call('ListEntitiesForPolicy', { PolicyArn: READ_ONLY })
    expect(both).toMatchObject({
      PolicyGroups: [{ GroupName: 'g' }],
      PolicyUsers: [{ UserName: 'ada' }],
      PolicyRoles: [],
    })
    const groups = await iam.call('ListEntitiesForPolicy', { PolicyArn: READ_ONLY, EntityFilter: 'Group' })
    expect(groups).toMatchObject({ PolicyGroups: [{ GroupName: 'g' }], PolicyUsers: [] })
    expect((await iam.call('GetPolicy', { PolicyArn: READ_ONLY })).Policy).toMatchObject({
      AttachmentCount: 1,
      PermissionsBoundaryUsageCount: 1,
    })
  })

  it('of AWS cannot be changed', async () => {
    const PolicyArn = READ_ONLY
    expect(await message(iam.call('DeletePolicy', { PolicyArn }))).toBe(
      `NoSuchEntity: Policy ${PolicyArn} was not found.`,
    )
    const { PolicyVersion } = await iam.call('GetPolicyVersion', { PolicyArn, VersionId: 'v1' })
    expect(JSON.parse(decodeURIComponent(PolicyVersion?.Document ?? ''))).toHaveProperty('Statement')
    const unknown = 'arn:aws:iam::aws:policy/AmazonS3FullAccess'
    await iam.call('CreateUser', { UserName: 'ada' })
    expect(await message(iam.call('AttachUserPolicy', { UserName: 'ada', PolicyArn: unknown }))).toBe(
      `NoSuchEntity: Policy ${unknown} does not exist or is not attachable.`,
    )
    expect(await message(iam.call('AttachUserPolicy', { UserName: 'ada', PolicyArn: 'arn:aws:s3:::bucket/key' }))).toBe(
      'InvalidInput: ARN arn:aws:s3:::bucket/key is not valid.',
    )
  })

  it('has tags', async () => {
    await make()
    await iam.call('TagPolicy', { PolicyArn: ARN, Tags: [{ Key: 'a', Value: 'b' }] })
    expect((await iam.call('ListPolicyTags', { PolicyArn: ARN })).Tags).toEqual([{ Key: 'a', Value: 'b' }])
    await iam.call('UntagPolicy', { PolicyArn: ARN, TagKeys: ['a'] })
    expect((await iam.call('ListPolicyTags', { PolicyArn: ARN })).Tags).toEqual([])
  })
})

describe('attachments', () => {
  it('are ten at most, and are listed by path', async () => {
    await iam.call('CreateUser', { UserName: 'ada' })
    for (let n = 0; n <= 10; n++) await make(`p${n}`)
    const attach = (n: number) => iam.call('AttachUserPolicy', { UserName: 'ada', PolicyArn: `${ARN}${n}` })
    for (let n = 0; n < 10; n++) await attach(n)
    await attach(0)
    expect(await message(attach(10))).toBe('LimitExceeded: Cannot exceed quota for PoliciesPerUser: 10')
    const { AttachedPolicies } = await iam.call('ListAttachedUserPolicies', { UserName: 'ada', MaxItems: 1 })
    expect(AttachedPolicies).toEqual([{ PolicyName: 'p0', PolicyArn: `${ARN}0` }])
    const elsewhere = await iam.call('ListAttachedUserPolicies', { UserName: 'ada', PathPrefix: '/x/' })
    expect(elsewhere.AttachedPolicies).toEqual([])
    const detach = () => iam.call('DetachUserPolicy', { UserName: 'ada', PolicyArn: `${ARN}0` })
    await detach()
    expect(await message(detach())).toBe(`NoSuchEntity: Policy ${ARN}0 was not found.`)
  })
})

describe('inline policies', () => {
  const put = (UserName: string, PolicyName: string, PolicyDocument = DOCUMENT) =>
    iam.call('PutUserPolicy', { UserName, PolicyName, PolicyDocument })

  it('are put, replaced and taken away, and every version is kept', async () => {
    const ada = await iam.user('ada')
    await put('ada', 'p')
    await iam.call('ListUsers', {}, ada)
    const other = JSON.stringify(allowing('iam:ListRoles'))
    await put('ada', 'p', other)
    expect((await refusalOf(iam.call('ListUsers', {}, ada))).code).toBe('AccessDenied')
    const got = await iam.call('GetUserPolicy', { UserName: 'ada', PolicyName: 'p' })
    expect(got).toEqual({
      UserName: 'ada',
      PolicyName: 'p',
      PolicyDocument: encodeURIComponent(other).replace(/\*/g, '%2A'),
    })
    await iam.call('DeleteUserPolicy', { UserName: 'ada', PolicyName: 'p' })
    expect(await message(iam.call('GetUserPolicy', { UserName: 'ada', PolicyName: 'p' }))).toBe(
      'NoSuchEntity: The user policy with name p cannot be found.',
    )
    await put('ada', 'p')
    const versions = [1, 2, 3].map((n) => iam.ports.store.document(iam.caller().scope, 'user/ada', 'p', n))
    expect((await Promise.all(versions)).map((row) => row?.document)).toEqual([DOCUMENT, other, DOCUMENT])
  })

  it('of a user have 2,048 bytes together', async () => {
    await iam.call('CreateUser', { UserName: 'ada' })
    await iam.call('CreateGroup', { GroupName: 'g' })
    const half = JSON.stringify(allowing('kms:*', `arn:aws:kms:${'a'.repeat(1000)}`))
    await put('ada', 'a', half)
    expect(await message(put('ada', 'b', half))).toBe(
      'LimitExceeded: Maximum policy size of 2048 bytes exceeded for user ada',
    )
    await put('ada', 'a', half)
    for (const PolicyName of ['a', 'b', 'c', 'd']) {
      await iam.call('PutGroupPolicy', { GroupName: 'g', PolicyName, PolicyDocument: half })
    }
    expect((await iam.call('ListGroupPolicies', { GroupName: 'g' })).PolicyNames).toEqual(['a', 'b', 'c', 'd'])
  })
})

describe('a permissions boundary', () => {
  it('is a ceiling of what policies allow', async () => {
    await make()
    const ada = await iam.user('ada', allowing('iam:*'))
    await iam.call('PutUserPermissionsBoundary', { UserName: 'ada', PermissionsBoundary: ARN })
    await iam.call('ListUsers', {}, ada)
    expect((await refusalOf(iam.call('ListRoles', {}, ada))).message).toContain(
      'because no permissions boundary allows the iam:ListRoles action',
    )
    await iam.call('DeleteUserPermissionsBoundary', { UserName: 'ada' })
    await iam.call('ListRoles', {}, ada)
  })

  it('must be there', async () => {
    const none = { UserName: 'ada', PermissionsBoundary: `${ARN}none` }
    expect(await message(iam.call('CreateUser', none))).toBe(
      `NoSuchEntity: Scope ARN: ${ARN}none does not exist or is not attachable.`,
    )
  })
})
