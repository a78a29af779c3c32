import { beforeEach, describe, expect, it } from 'vitest'
import type { RequestId } from '#kernel/ids.ts'
import { allowing, type IamHarness, openIamHarness, trusting } from '#testing/iam-harness.ts'
import { Called, errorDto } from './error-dto.ts'
import { type IdentityConsole, identities } from './identities.ts'
import { changeIdentity } from './identity-changes.ts'

const ID = 'a request' as RequestId

let iam: IamHarness
let console: IdentityConsole
beforeEach(async () => {
  iam = await openIamHarness()
  console = {
    iam: (name, input) =>
      iam.call(name, input).catch((thrown: unknown) => {
        throw Called.of(thrown, ID, { error: () => undefined })
      }),
    now: () => iam.clock.now(),
    eventGroups: async () => [],
  }
})

const named = (name: string) => new URLSearchParams({ name })

it('a group of more users than a page of GetGroup has is told and deleted whole', async () => {
  const GroupName = 'everyone'
  await iam.call('CreateGroup', { GroupName })
  const PolicyDocument = JSON.stringify(allowing('kms:*'))
  await iam.call('PutGroupPolicy', { GroupName, PolicyName: 'own', PolicyDocument })
  const names = Array.from({ length: 101 }, (_, index) => `user-${String(index).padStart(3, '0')}`)
  for (const UserName of names) {
    await iam.call('CreateUser', { UserName })
    await iam.call('AddUserToGroup', { GroupName, UserName })
  }
  expect((await identities.group(console, named(GroupName))).members).toEqual(names)
  await changeIdentity(console, { change: 'delete', of: { kind: 'group', name: GroupName } })
  expect((await iam.call('ListGroups', {})).Groups).toEqual([])
  expect((await iam.call('ListGroupsForUser', { UserName: names[100] ?? '' })).Groups).toEqual([])
})

const ARN = 'arn:aws:iam::111122223333:policy/p'
const DOCUMENT = JSON.stringify(allowing('kms:Decrypt'))

async function fiveVersions() {
  await iam.call('CreatePolicy', { PolicyName: 'p', PolicyDocument: DOCUMENT })
  for (let n = 2; n <= 5; n++) await iam.call('CreatePolicyVersion', { PolicyArn: ARN, PolicyDocument: DOCUMENT })
}

const versions = async () =>
  (await iam.call('ListPolicyVersions', { PolicyArn: ARN })).Versions?.map(({ VersionId }) => VersionId)
const codeOf = (change: Promise<void>) =>
  change.then(
    () => undefined,
    (thrown: unknown) => errorDto(thrown)?.code,
  )

it('the oldest version of a managed policy that is not in force makes room for a new one', async () => {
  await fiveVersions()
  const document = JSON.stringify(allowing('kms:Encrypt'))
  await changeIdentity(console, { change: 'save-policy', arn: ARN, document, base: DOCUMENT })
  expect(await versions()).toEqual(['v6', 'v5', 'v4', 'v3', 'v1'])
  expect(await identities.managedPolicy(console, named(ARN))).toMatchObject({ versionId: 'v6', document })
})

it.each([
  ['MalformedPolicyDocument', { Statement: [] }],
  ['LimitExceeded', allowing('kms:Decrypt', `arn:aws:kms:us-east-1:111122223333:key/${'k'.repeat(6144)}`)],
])('a document that is refused as %s costs no version', async (code, document) => {
  await fiveVersions()
  const change = { change: 'save-policy', arn: ARN, document: JSON.stringify(document), base: DOCUMENT } as const
  expect(await codeOf(changeIdentity(console, change))).toBe(code)
  expect(await versions()).toEqual(['v5', 'v4', 'v3', 'v2', 'v1'])
})

it('a managed policy goes with all its versions, and one that is attached loses none', async () => {
  await fiveVersions()
  await iam.user('ada')
  await iam.call('AttachUserPolicy', { UserName: 'ada', PolicyArn: ARN })
  const remove = { change: 'delete-policy', arn: ARN } as const
  expect(await codeOf(changeIdentity(console, remove))).toBe('DeleteConflict')
  expect(await versions()).toHaveLength(5)
  await iam.call('DetachUserPolicy', { UserName: 'ada', PolicyArn: ARN })
  await changeIdentity(console, remove)
  expect(await codeOf(console.iam('GetPolicy', { PolicyArn: ARN }).then(() => undefined))).toBe('NoSuchEntity')
})

describe('a policy that another has saved since', () => {
  const mine = JSON.stringify(allowing('kms:Encrypt'))
  const theirs = JSON.stringify(allowing('kms:Sign'))
  const trust = (account: string) => JSON.stringify(trusting(`arn:aws:iam::${account}:root`))
  const [before, since] = [trust('111122223333'), trust('444455556666')]

  it('stays, where it is managed', async () => {
    await iam.call('CreatePolicy', { PolicyName: 'p', PolicyDocument: DOCUMENT })
    await iam.call('CreatePolicyVersion', { PolicyArn: ARN, PolicyDocument: theirs, SetAsDefault: true })
    const change = { change: 'save-policy', arn: ARN, document: mine, base: DOCUMENT } as const
    expect(await codeOf(changeIdentity(console, change))).toBe('PolicyChanged')
    expect(await identities.managedPolicy(console, named(ARN))).toMatchObject({ versionId: 'v2', document: theirs })
  })

  it('stays, where it is inline', async () => {
    await iam.user('ada', allowing('kms:Sign'))
    const change = { change: 'put-inline', of: { kind: 'user', name: 'ada' }, policy: 'own', document: mine } as const
    expect(await codeOf(changeIdentity(console, { ...change, base: DOCUMENT }))).toBe('PolicyChanged')
    expect(await codeOf(changeIdentity(console, change))).toBe('PolicyChanged')
    expect((await identities.user(console, named('ada'))).inline).toEqual([{ name: 'own', document: theirs }])
  })

  it('stays, where it says who may assume a role', async () => {
    await iam.call('CreateRole', { RoleName: 'r', AssumeRolePolicyDocument: since })
    const change = { change: 'save-trust', role: 'r', document: before, base: before } as const
    expect(await codeOf(changeIdentity(console, change))).toBe('PolicyChanged')
    expect((await identities.role(console, named('r'))).trust).toBe(since)
  })
})
