import { beforeEach, describe, expect, it } from 'vitest'
import { allowing, type IamHarness, openIamHarness, refusalOf, trusting } from '#testing/iam-harness.ts'

let iam: IamHarness
beforeEach(async () => {
  iam = await openIamHarness()
})

const POLICY = JSON.stringify(allowing('kms:*'))
const TRUST = JSON.stringify(trusting('111122223333'))
const user = (UserName: string, more = {}) => iam.call('CreateUser', { UserName, ...more })
const role = (RoleName: string, more = {}) =>
  iam.call('CreateRole', { RoleName, AssumeRolePolicyDocument: TRUST, ...more })
const message = async (call: Promise<unknown>) => {
  const { code, message } = await refusalOf(call)
  return `${code}: ${message}`
}

describe('names', () => {
  it('are unique whatever the case of their letters, each kind for itself', async () => {
    await user('Ada')
    expect(await message(user('ADA'))).toBe('EntityAlreadyExists: User with name ADA already exists.')
    await role('Ada')
    expect(await message(role('ada'))).toBe('EntityAlreadyExists: Role with name ada already exists.')
    await iam.call('CreateGroup', { GroupName: 'ada' })
  })

  it('stay unique when two calls do not see each other', async () => {
    const outcomes = await Promise.allSettled([user('Ada'), user('ada'), user('ADA')])
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  })

  it('that nobody has are not found', async () => {
    expect(await message(iam.call('GetUser', { UserName: 'x' }))).toBe(
      'NoSuchEntity: The user with name x cannot be found.',
    )
    expect(await message(iam.call('GetRole', { RoleName: 'x' }))).toBe(
      'NoSuchEntity: The role with name x cannot be found.',
    )
    expect(await message(iam.call('GetGroup', { GroupName: 'x' }))).toBe(
      'NoSuchEntity: The group with name x cannot be found.',
    )
  })
})

describe('a user', () => {
  it('is answered whole, and without tags and boundary in lists', async () => {
    const boundary = 'arn:aws:iam::aws:policy/ReadOnlyAccess'
    const Tags = [{ Key: 'team', Value: 'red' }]
    const made = await user('ada', { Path: '/team/', Tags, PermissionsBoundary: boundary })
    expect(made.User).toEqual({
      Path: '/team/',
      UserName: 'ada',
      UserId: expect.stringMatching(/^AIDA[A-Z2-7]{17}$/),
      Arn: 'arn:aws:iam::111122223333:user/team/ada',
      CreateDate: iam.clock.now(),
      PermissionsBoundary: { PermissionsBoundaryType: 'Policy', PermissionsBoundaryArn: boundary },
      Tags,
    })
    expect(await iam.call('GetUser', { UserName: 'ada' })).toEqual(made)
    const { Users } = await iam.call('ListUsers', {})
    expect(Users).toMatchObject([{ UserName: 'ada' }])
    expect(Users[0]).not.toHaveProperty('Tags')
  })

  it('is the caller where the request names none', async () => {
    const ada = await iam.user('ada', allowing('iam:*'))
    expect((await iam.call('GetUser', {}, ada)).User.UserName).toBe('ada')
    expect((await iam.call('GetUser', {})).User).toMatchObject({ UserId: '111122223333' })
    await role('r')
  })

  it('keeps all that is its own when it gets another name', async () => {
    const ada = await iam.user('ada', allowing('iam:GetUser'))
    await iam.call('CreateGroup', { GroupName: 'g' })
    await iam.call('AddUserToGroup', { GroupName: 'g', UserName: 'ada' })
    await iam.call('AttachUserPolicy', { UserName: 'ada', PolicyArn: 'arn:aws:iam::aws:policy/ReadOnlyAccess' })
    await iam.call('UpdateUser', { UserName: 'ada', NewUserName: 'Ada', NewPath: '/new/' })
    const renamed = await iam.callerWith({ accessKeyId: ada.accessKeyId ?? '', secretAccessKey: '' })
    expect(renamed.principal).toMatchObject({ id: ada.principal.id, arn: 'arn:aws:iam::111122223333:user/new/Ada' })
    expect((await iam.call('GetUser', {}, renamed)).User.UserName).toBe('Ada')
    expect((await iam.call('ListUserPolicies', { UserName: 'Ada' })).PolicyNames).toEqual(['own'])
    expect((await iam.call('ListAttachedUserPolicies', { UserName: 'Ada' })).AttachedPolicies).toHaveLength(1)
    expect((await iam.call('GetGroup', { GroupName: 'g' })).Users).toMatchObject([{ UserName: 'Ada' }])
    expect((await refusalOf(iam.call('GetUser', { UserName: 'ada' }))).code).toBe('NoSuchEntity')
  })

  it('moves only for who may have it moved there', async () => {
    const own = (...Resource: readonly string[]) => ({
      Version: '2012-10-17',
      Statement: {
        Effect: 'Allow',
        Action: 'iam:UpdateUser',
        Resource: Resource.map((it) => `arn:aws:iam::111122223333:${it}`),
      },
    })
    const dev = await iam.user('dev', own('user/dev*'))
    const move = { UserName: 'dev', NewUserName: 'alice', NewPath: '/admins/' }
    expect((await refusalOf(iam.call('UpdateUser', move, dev))).code).toBe('AccessDenied')
    await iam.call('UpdateUser', { UserName: 'dev', NewUserName: 'dev2' }, dev)
    await iam.call('CreateGroup', { GroupName: 'g' })
    const lead = await iam.user('lead', {
      ...own('group/g'),
      ...{ Statement: { ...own('group/g').Statement, Action: '*' } },
    })
    expect((await refusalOf(iam.call('UpdateGroup', { GroupName: 'g', NewGroupName: 'h' }, lead))).code).toBe(
      'AccessDenied',
    )
  })

  it('goes only when nothing hangs on it', async () => {
    await iam.user('ada', allowing('kms:*'))
    await iam.call('CreateGroup', { GroupName: 'g' })
    await iam.call('AddUserToGroup', { GroupName: 'g', UserName: 'ada' })
    const PolicyArn = 'arn:aws:iam::aws:policy/ReadOnlyAccess'
    await iam.call('AttachUserPolicy', { UserName: 'ada', PolicyArn })
    const gone = () => iam.call('DeleteUser', { UserName: 'ada' })
    const must = 'DeleteConflict: Cannot delete entity, must'
    expect(await message(gone())).toBe(`${must} remove users from group first.`)
    await iam.call('RemoveUserFromGroup', { GroupName: 'g', UserName: 'ada' })
    expect(await message(gone())).toBe(`${must} detach all policies first.`)
    await iam.call('DetachUserPolicy', { UserName: 'ada', PolicyArn })
    expect(await message(gone())).toBe(`${must} delete policies first.`)
    await iam.call('DeleteUserPolicy', { UserName: 'ada', PolicyName: 'own' })
    expect(await message(gone())).toBe(`${must} delete access keys first.`)
    const {
      AccessKeyMetadata: [key],
    } = await iam.call('ListAccessKeys', { UserName: 'ada' })
    await iam.call('DeleteAccessKey', { UserName: 'ada', AccessKeyId: key?.AccessKeyId ?? '' })
    await gone()
    expect((await iam.call('ListUsers', {})).Users).toEqual([])
  })

  it('that is made anew under its name is another, and begins with nothing', async () => {
    const ada = await iam.user('ada', allowing('iam:GetUser'))
    await iam.call('DeleteUserPolicy', { UserName: 'ada', PolicyName: 'own' })
    await iam.call('DeleteAccessKey', { UserName: 'ada', AccessKeyId: ada.accessKeyId ?? '' })
    await iam.call('DeleteUser', { UserName: 'ada' })
    const again = await iam.user('ada', allowing('iam:GetUser'))
    expect(again.principal.id).not.toBe(ada.principal.id)
    await iam.call('GetUser', {}, again)
    expect((await refusalOf(iam.call('GetUser', {}, ada))).code).toBe('AccessDenied')
  })

  it('is not deleted by a call that does not see what another attaches', async () => {
    await user('ada')
    const [attached, deleted] = await Promise.allSettled([
      iam.call('AttachUserPolicy', { UserName: 'ada', PolicyArn: 'arn:aws:iam::aws:policy/ReadOnlyAccess' }),
      iam.call('DeleteUser', { UserName: 'ada' }),
    ])
    expect([attached.status, deleted.status].filter((status) => status === 'fulfilled')).toHaveLength(1)
  })
})

describe('a role', () => {
  it('is answered with its trust policy, encoded as AWS does', async () => {
    const { Role } = await role('r', { Description: 'of tests', MaxSessionDuration: 7200 })
    expect(Role).toMatchObject({
      RoleId: expect.stringMatching(/^AROA/),
      Description: 'of tests',
      MaxSessionDuration: 7200,
    })
    expect(Role.AssumeRolePolicyDocument).toContain('%22sts%3AAssumeRole%22')
    expect(decodeURIComponent(Role.AssumeRolePolicyDocument ?? '')).toBe(TRUST)
    expect((await iam.call('GetRole', { RoleName: 'r' })).Role).toEqual({ ...Role, RoleLastUsed: {} })
    expect((await iam.call('ListRoles', {})).Roles).toMatchObject([{ RoleName: 'r' }])
    expect((await iam.call('ListInstanceProfilesForRole', { RoleName: 'r' })).InstanceProfiles).toEqual([])
  })

  it('takes another trust policy, and keeps the one before for explanations', async () => {
    await role('r')
    const PolicyDocument = JSON.stringify(trusting('444455556666'))
    await iam.call('UpdateAssumeRolePolicy', { RoleName: 'r', PolicyDocument })
    const { Role } = await iam.call('GetRole', { RoleName: 'r' })
    expect(decodeURIComponent(Role.AssumeRolePolicyDocument ?? '')).toBe(PolicyDocument)
    const { store } = iam.ports
    const place = iam.caller().scope
    expect(await store.document(place, 'role/r', '', 1)).toMatchObject({ document: TRUST, endedAt: iam.clock.now() })
    await iam.call('DeleteRole', { RoleName: 'r' })
    await role('r')
    expect(await store.document(place, 'role/r', '', 3)).toMatchObject({ document: TRUST, endedAt: null })
  })

  it('is updated', async () => {
    await role('r', { Description: 'a' })
    await iam.call('UpdateRole', { RoleName: 'r', MaxSessionDuration: 3600, Description: 'b' })
    const { Role } = await iam.call('UpdateRoleDescription', { RoleName: 'r', Description: 'c' })
    expect(Role).toMatchObject({ Description: 'c', MaxSessionDuration: 3600 })
  })

  it('trusts nobody who is not there, and not too many', async () => {
    const nobody = JSON.stringify(trusting('arn:aws:iam::111122223333:user/nobody'))
    await user('somebody')
    expect(await message(iam.call('CreateRole', { RoleName: 'r', AssumeRolePolicyDocument: nobody }))).toBe(
      'MalformedPolicyDocument: Invalid principal in policy: "AWS":"arn:aws:iam::111122223333:user/nobody"',
    )
    const long = JSON.stringify(trusting(Array.from({ length: 150 }, (_, n) => String(100_000_000_000 + n))))
    expect(await message(iam.call('CreateRole', { RoleName: 'r', AssumeRolePolicyDocument: long }))).toBe(
      'LimitExceeded: Cannot exceed quota for ACLSizePerRole: 2048',
    )
  })
})

describe('a group', () => {
  it('gives its policies to its users', async () => {
    const ada = await iam.user('ada')
    await iam.call('CreateGroup', { GroupName: 'admins', Path: '/team/' })
    await iam.call('PutGroupPolicy', {
      GroupName: 'admins',
      PolicyName: 'p',
      PolicyDocument: JSON.stringify(allowing('iam:ListUsers')),
    })
    expect((await refusalOf(iam.call('ListUsers', {}, ada))).code).toBe('AccessDenied')
    await iam.call('AddUserToGroup', { GroupName: 'admins', UserName: 'ada' })
    await iam.call('AddUserToGroup', { GroupName: 'admins', UserName: 'ada' })
    await iam.call('ListUsers', {}, ada)
    expect((await iam.call('ListGroupsForUser', { UserName: 'ada' })).Groups).toMatchObject([
      {
        GroupName: 'admins',
        GroupId: expect.stringMatching(/^AGPA/),
        Arn: 'arn:aws:iam::111122223333:group/team/admins',
      },
    ])
    expect(await message(iam.call('DeleteGroup', { GroupName: 'admins' }))).toContain('must remove users from group')
    await iam.call('RemoveUserFromGroup', { GroupName: 'admins', UserName: 'ada' })
    expect((await refusalOf(iam.call('ListUsers', {}, ada))).code).toBe('AccessDenied')
  })

  it('keeps its users and policies when it gets another name', async () => {
    await user('ada')
    await iam.call('CreateGroup', { GroupName: 'a' })
    await iam.call('AddUserToGroup', { GroupName: 'a', UserName: 'ada' })
    await iam.call('PutGroupPolicy', { GroupName: 'a', PolicyName: 'p', PolicyDocument: POLICY })
    await iam.call('UpdateGroup', { GroupName: 'a', NewGroupName: 'b' })
    expect((await iam.call('GetGroup', { GroupName: 'b' })).Users).toMatchObject([{ UserName: 'ada' }])
    expect((await iam.call('ListGroupPolicies', { GroupName: 'b' })).PolicyNames).toEqual(['p'])
  })

  it('has no more than ten for one user', async () => {
    await user('ada')
    for (let n = 0; n <= 10; n++) await iam.call('CreateGroup', { GroupName: `g${n}` })
    for (let n = 0; n < 10; n++) await iam.call('AddUserToGroup', { GroupName: `g${n}`, UserName: 'ada' })
    expect(await message(iam.call('AddUserToGroup', { GroupName: 'g10', UserName: 'ada' }))).toBe(
      'LimitExceeded: Cannot exceed quota for GroupsPerUser: 10',
    )
  })
})

describe('a list', () => {
  it('comes in pages, by path', async () => {
    for (const name of ['a', 'b', 'c']) await user(name, { Path: '/x/' })
    await user('d')
    const first = await iam.call('ListUsers', { PathPrefix: '/x', MaxItems: 2 })
    expect(first).toMatchObject({ Users: [{ UserName: 'a' }, { UserName: 'b' }], IsTruncated: true })
    const Marker = first.Marker ?? ''
    const last = await iam.call('ListUsers', { PathPrefix: '/x', MaxItems: 2, Marker })
    expect(last).toMatchObject({ Users: [{ UserName: 'c' }], IsTruncated: false })
    expect(await message(iam.call('ListRoles', { Marker }))).toBe('ValidationError: Invalid Marker.')
  })
})

describe('tags', () => {
  it('are put, replaced whatever the case of their keys, and taken away', async () => {
    await user('ada', { Tags: [{ Key: 'Team', Value: 'red' }] })
    await iam.call('TagUser', {
      UserName: 'ada',
      Tags: [
        { Key: 'team', Value: 'blue' },
        { Key: 'b', Value: '' },
      ],
    })
    const { Tags } = await iam.call('ListUserTags', { UserName: 'ada' })
    expect(Tags).toEqual([
      { Key: 'b', Value: '' },
      { Key: 'team', Value: 'blue' },
    ])
    await iam.call('UntagUser', { UserName: 'ada', TagKeys: ['TEAM'] })
    expect((await iam.call('ListUserTags', { UserName: 'ada' })).Tags).toEqual([{ Key: 'b', Value: '' }])
    await role('r')
    await iam.call('TagRole', { RoleName: 'r', Tags: [{ Key: 'a', Value: 'b' }] })
    expect((await iam.call('ListRoleTags', { RoleName: 'r' })).Tags).toHaveLength(1)
    await iam.call('UntagRole', { RoleName: 'r', TagKeys: ['a'] })
  })

  it('are refused twice, reserved, or too many', async () => {
    await user('ada')
    const tag = (...keys: string[]) =>
      iam.call('TagUser', { UserName: 'ada', Tags: keys.map((Key) => ({ Key, Value: '' })) })
    expect(await message(tag('a', 'A'))).toMatch(/^InvalidInput: Duplicate tag keys found/)
    expect(await message(tag('aws:a'))).toMatch(/^InvalidInput: /)
    await tag(...Array.from({ length: 50 }, (_, n) => `k${n}`))
    expect(await message(tag('one more'))).toBe('LimitExceeded: Cannot exceed quota for TagsPerUser: 50')
  })

  it('of a user count in its policies', async () => {
    await user('ada', { Tags: [{ Key: 'Team', Value: 'red' }] })
    const Condition = { StringEquals: { 'aws:PrincipalTag/team': 'red' } }
    const PolicyDocument = JSON.stringify(allowing('iam:ListUsers', '*', { Condition }))
    await iam.call('PutUserPolicy', { UserName: 'ada', PolicyName: 'p', PolicyDocument })
    const { AccessKey } = await iam.call('CreateAccessKey', { UserName: 'ada' })
    const keys = { accessKeyId: AccessKey.AccessKeyId, secretAccessKey: '' }
    await iam.call('ListUsers', {}, await iam.callerWith(keys))
    await iam.call('UntagUser', { UserName: 'ada', TagKeys: ['Team'] })
    expect((await refusalOf(iam.call('ListUsers', {}, await iam.callerWith(keys)))).code).toBe('AccessDenied')
  })
})
