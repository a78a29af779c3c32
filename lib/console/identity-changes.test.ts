import { beforeEach, expect, it } from 'vitest'
import type { RequestId } from '#kernel/ids.ts'
import { allowing, type IamHarness, openIamHarness } from '#testing/iam-harness.ts'
import { Called } from './error-dto.ts'
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
