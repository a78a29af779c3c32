import type { CreatedAccessKeyDto, IdentityChangeDto, Owner } from './dto/identities.ts'
import { Called, errorDto } from './error-dto.ts'
import { type IdentityConsole, identities } from './identities.ts'

type Kind = IdentityChangeDto['change']
type Change<K extends Kind> = Extract<IdentityChangeDto, { readonly change: K }>

/** Does a change that a page asks for. Throws Called. */
export async function changeIdentity(console: IdentityConsole, change: IdentityChangeDto): Promise<void> {
  // What a browser sends is not always what the type of an action says.
  if (!isKind(change?.change) || ('of' in change && !isOwner(change.of))) {
    throw new Called({ code: 'ValidationError', message: 'There is no such change.' })
  }
  await (CHANGES[change.change] as (console: IdentityConsole, change: IdentityChangeDto) => Promise<unknown>)(
    console,
    change,
  )
}

/** A new access key of a user; its secret is in no log. */
export async function createAccessKey(console: IdentityConsole, UserName: string): Promise<CreatedAccessKeyDto> {
  const { AccessKey } = await console.iam('CreateAccessKey', { UserName })
  const { AccessKeyId: accessKeyId, SecretAccessKey: secretAccessKey } = AccessKey
  return { userName: UserName, accessKeyId, secretAccessKey }
}

const CHANGES: { readonly [K in Kind]: (console: IdentityConsole, change: Change<K>) => Promise<unknown> } = {
  'create-user': (console, { name }) => console.iam('CreateUser', { UserName: name }),
  'create-group': (console, { name }) => console.iam('CreateGroup', { GroupName: name }),
  'create-role': (console, { name, trust, description }) =>
    console.iam('CreateRole', {
      ...{ RoleName: name, AssumeRolePolicyDocument: trust },
      ...(description !== '' && { Description: description }),
    }),
  'create-policy': (console, { name, document, description }) =>
    console.iam('CreatePolicy', {
      ...{ PolicyName: name, PolicyDocument: document },
      ...(description !== '' && { Description: description }),
    }),
  delete: (console, { of }) => deleteWhole(console, of),
  'delete-policy': async (console, { arn }) => deletePolicy(console, arn),
  'put-inline': putInline,
  'delete-inline': (console, { of, policy }) => policiesOf(console, of).drop(policy),
  attach: (console, { of, arn }) => policiesOf(console, of).attach(arn),
  detach: (console, { of, arn }) => policiesOf(console, of).detach(arn),
  'set-boundary': setBoundary,
  'save-trust': saveTrust,
  'save-policy': savePolicy,
  join: (console, { user, group }) => console.iam('AddUserToGroup', { UserName: user, GroupName: group }),
  leave: (console, { user, group }) => console.iam('RemoveUserFromGroup', { UserName: user, GroupName: group }),
  'activate-key': (console, { user: UserName, accessKeyId: AccessKeyId }) =>
    console.iam('UpdateAccessKey', { UserName, AccessKeyId, Status: 'Active' }),
  'deactivate-key': (console, { user: UserName, accessKeyId: AccessKeyId }) =>
    console.iam('UpdateAccessKey', { UserName, AccessKeyId, Status: 'Inactive' }),
  'delete-key': (console, { user: UserName, accessKeyId: AccessKeyId }) =>
    console.iam('DeleteAccessKey', { UserName, AccessKeyId }),
}

/** When another document has been saved since, nothing is changed, so that no one's work is lost unseen. */
async function putInline(console: IdentityConsole, { of, policy, document, base }: Change<'put-inline'>) {
  const { inline: saved } = await read(console, of)
  if (saved.find(({ name }) => name === policy)?.document !== base) throw changedSince()
  return policiesOf(console, of).put(policy, document)
}

async function saveTrust(console: IdentityConsole, { role, document, base }: Change<'save-trust'>) {
  const { trust } = await identities.role(console, new URLSearchParams({ name: role }))
  if (trust !== base) throw changedSince()
  return console.iam('UpdateAssumeRolePolicy', { RoleName: role, PolicyDocument: document })
}

const changedSince = () =>
  new Called({ code: 'PolicyChanged', message: 'Someone saved another policy while you were editing.' })

function setBoundary(console: IdentityConsole, { of: { kind, name }, arn }: Change<'set-boundary'>) {
  if (kind === 'user') {
    return arn === ''
      ? console.iam('DeleteUserPermissionsBoundary', { UserName: name })
      : console.iam('PutUserPermissionsBoundary', { UserName: name, PermissionsBoundary: arn })
  }
  return arn === ''
    ? console.iam('DeleteRolePermissionsBoundary', { RoleName: name })
    : console.iam('PutRolePermissionsBoundary', { RoleName: name, PermissionsBoundary: arn })
}

/**
 * A policy keeps five versions: the oldest that is not in force makes room, but only for a document that AWS IAM takes,
 * since nothing brings a version back.
 */
async function savePolicy(console: IdentityConsole, { arn: PolicyArn, document, base }: Change<'save-policy'>) {
  const { document: saved } = await identities.managedPolicy(console, new URLSearchParams({ name: PolicyArn }))
  if (saved !== base) throw changedSince()
  const create = () => console.iam('CreatePolicyVersion', { PolicyArn, PolicyDocument: document, SetAsDefault: true })
  try {
    return await create()
  } catch (thrown) {
    if (!isForVersions(thrown)) throw thrown
  }
  const { Versions = [] } = await console.iam('ListPolicyVersions', { PolicyArn })
  const spare = Versions.filter(({ IsDefaultVersion }) => !IsDefaultVersion).at(-1)?.VersionId
  if (spare !== undefined) await console.iam('DeletePolicyVersion', { PolicyArn, VersionId: spare })
  return create()
}

/** Whether there were versions enough; a document that is too large is refused with the same code. */
function isForVersions(thrown: unknown): boolean {
  const error = errorDto(thrown)
  return error?.code === 'LimitExceeded' && /\bversions\b/.test(error.message)
}

async function deletePolicy(console: IdentityConsole, PolicyArn: string) {
  const { Policy } = await console.iam('GetPolicy', { PolicyArn })
  const isInUse = Policy?.AttachmentCount !== 0 || Policy.PermissionsBoundaryUsageCount !== 0
  // One that is in use is refused, with all its versions still there.
  if (!isInUse) await dropSpareVersions(console, PolicyArn)
  return console.iam('DeletePolicy', { PolicyArn })
}

async function dropSpareVersions(console: IdentityConsole, PolicyArn: string) {
  const { Versions = [] } = await console.iam('ListPolicyVersions', { PolicyArn })
  for (const { VersionId = '', IsDefaultVersion } of Versions) {
    if (!IsDefaultVersion) await console.iam('DeletePolicyVersion', { PolicyArn, VersionId })
  }
}

/** AWS IAM deletes only what has nothing left: first its own things go, one call each. */
async function deleteWhole(console: IdentityConsole, of: Owner) {
  const { inline: policies, attached } = await read(console, of)
  for (const { name } of policies) await policiesOf(console, of).drop(name)
  for (const { arn } of attached) await policiesOf(console, of).detach(arn)
  if (of.kind === 'role') return console.iam('DeleteRole', { RoleName: of.name })
  if (of.kind === 'group') {
    const { members } = await identities.group(console, new URLSearchParams({ name: of.name }))
    for (const UserName of members) await console.iam('RemoveUserFromGroup', { UserName, GroupName: of.name })
    return console.iam('DeleteGroup', { GroupName: of.name })
  }
  const { groups, accessKeys } = await identities.user(console, new URLSearchParams({ name: of.name }))
  for (const GroupName of groups) await console.iam('RemoveUserFromGroup', { UserName: of.name, GroupName })
  for (const { accessKeyId: AccessKeyId } of accessKeys) {
    await console.iam('DeleteAccessKey', { UserName: of.name, AccessKeyId })
  }
  return console.iam('DeleteUser', { UserName: of.name })
}

function read(console: IdentityConsole, { kind, name }: Owner) {
  return identities[kind](console, new URLSearchParams({ name }))
}

/** The policies of an identity: each kind has operations of its own. */
interface Policies {
  put(name: string, document: string): Promise<unknown>
  drop(name: string): Promise<unknown>
  attach(arn: string): Promise<unknown>
  detach(arn: string): Promise<unknown>
}

const POLICIES: Readonly<Record<Owner['kind'], (console: IdentityConsole, name: string) => Policies>> = {
  user: (console, UserName) => ({
    put: (PolicyName, PolicyDocument) => console.iam('PutUserPolicy', { UserName, PolicyName, PolicyDocument }),
    drop: (PolicyName) => console.iam('DeleteUserPolicy', { UserName, PolicyName }),
    attach: (PolicyArn) => console.iam('AttachUserPolicy', { UserName, PolicyArn }),
    detach: (PolicyArn) => console.iam('DetachUserPolicy', { UserName, PolicyArn }),
  }),
  role: (console, RoleName) => ({
    put: (PolicyName, PolicyDocument) => console.iam('PutRolePolicy', { RoleName, PolicyName, PolicyDocument }),
    drop: (PolicyName) => console.iam('DeleteRolePolicy', { RoleName, PolicyName }),
    attach: (PolicyArn) => console.iam('AttachRolePolicy', { RoleName, PolicyArn }),
    detach: (PolicyArn) => console.iam('DetachRolePolicy', { RoleName, PolicyArn }),
  }),
  group: (console, GroupName) => ({
    put: (PolicyName, PolicyDocument) => console.iam('PutGroupPolicy', { GroupName, PolicyName, PolicyDocument }),
    drop: (PolicyName) => console.iam('DeleteGroupPolicy', { GroupName, PolicyName }),
    attach: (PolicyArn) => console.iam('AttachGroupPolicy', { GroupName, PolicyArn }),
    detach: (PolicyArn) => console.iam('DetachGroupPolicy', { GroupName, PolicyArn }),
  }),
}

const isKind = (kind: unknown) => typeof kind === 'string' && Object.hasOwn(CHANGES, kind)
const isOwner = (owner: Owner) => Object.hasOwn(POLICIES, owner?.kind) && typeof owner.name === 'string'

const policiesOf = (console: IdentityConsole, { kind, name }: Owner) => POLICIES[kind](console, name)
