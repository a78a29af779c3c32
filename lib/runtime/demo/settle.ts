import type { Role, User } from './people.ts'
import { GROUPS, partnerUserOf, policiesOf, rolesOf, trustOf, usersOf } from './people.ts'
import type { Stage } from './stage.ts'
import { policyArn } from './world.ts'

type Tags = Readonly<Record<string, string>>

export const tagsOf = (tags: Tags = {}) => Object.entries(tags).map(([Key, Value]) => ({ Key, Value }))

/** Policies, groups, users and roles of the first account. */
export async function settle(stage: Stage): Promise<void> {
  const { world } = stage
  for (const { name, description, document } of policiesOf(world)) {
    const named = { PolicyName: name, PolicyDocument: document, Description: description }
    await stage.iam('root', 'CreatePolicy', named)
  }
  for (const { name, policy } of GROUPS) {
    await stage.iam('root', 'CreateGroup', { GroupName: name })
    await stage.iam('root', 'AttachGroupPolicy', { GroupName: name, PolicyArn: policyArn(world.first, policy) })
  }
  for (const user of usersOf(world)) await newUser(stage, user)
  for (const role of rolesOf(world)) if (role.account === 'first') await newRole(stage, role)
}

/** What a partner has of its own once its account is there. */
export async function settlePartner(stage: Stage): Promise<void> {
  await newUser(stage, partnerUserOf(stage.world), '@acme')
  for (const role of rolesOf(stage.world)) if (role.account === 'acme') await newRole(stage, role, '@acme')
}

async function newUser(stage: Stage, user: User, place = ''): Promise<void> {
  const { name: UserName, boundary, groups = [], own, oldKey } = user
  const root = `root${place}`
  await stage.iam(root, 'CreateUser', {
    ...{ UserName, Tags: tagsOf(user.tags) },
    ...(boundary !== undefined && { PermissionsBoundary: policyArn(stage.world.first, boundary) }),
  })
  for (const GroupName of groups) await stage.iam(root, 'AddUserToGroup', { GroupName, UserName })
  if (own) {
    await stage.iam(root, 'PutUserPolicy', { UserName, PolicyName: own.name, PolicyDocument: own.document })
  }
  if (oldKey) {
    const { AccessKey } = await stage.iam(root, 'CreateAccessKey', { UserName })
    await stage.iam(root, 'UpdateAccessKey', { UserName, AccessKeyId: AccessKey.AccessKeyId, Status: 'Inactive' })
  }
  const { AccessKey } = await stage.iam(root, 'CreateAccessKey', { UserName })
  stage.enter(`${UserName}${place}`, user, AccessKey.AccessKeyId)
}

async function newRole(stage: Stage, role: Role, place = ''): Promise<void> {
  const { world } = stage
  const root = `root${place}`
  const { name: RoleName, description: Description, policy, attached } = role
  const AssumeRolePolicyDocument = trustOf(role, world)
  await stage.iam(root, 'CreateRole', { RoleName, Description, AssumeRolePolicyDocument, MaxSessionDuration: 43_200 })
  if (policy) {
    await stage.iam(root, 'PutRolePolicy', { RoleName, PolicyName: policy.name, PolicyDocument: policy.document })
  }
  if (attached) {
    await stage.iam(root, 'AttachRolePolicy', { RoleName, PolicyArn: policyArn(world[role.account], attached) })
  }
}
