import type { EpochMillis } from '#kernel/ids.ts'
import type { Console } from './access.ts'
import type {
  AttachedPolicyDto,
  GroupDto,
  IdentityRowDto,
  ManagedPolicyDto,
  RoleDto,
  UserDto,
} from './dto/identities.ts'
import { errorDto } from './error-dto.ts'
import { decoded, principalsIn, seenBy } from './identity-words.ts'
import { everyPage } from './paged.ts'

/** What reads and changes of identities ask of the service. */
export type IdentityConsole = Pick<Console, 'iam' | 'now' | 'eventGroups'>

type Page = { readonly Marker?: string }
const from = (Marker: string | undefined): Page => (Marker === undefined ? {} : { Marker })
const named = (params: URLSearchParams) => params.get('name') ?? ''

const SEEN_DAYS = 90

/**
 * When which principal called last in the last 90 days. Who may list identities need not be allowed to read the log:
 * then nothing is told.
 */
async function seen(console: IdentityConsole) {
  const from = (console.now() - SEEN_DAYS * 86_400_000) as EpochMillis
  try {
    return seenBy(await console.eventGroups({ filters: [], from }, ['principal']))
  } catch (thrown) {
    if (errorDto(thrown)) return seenBy([])
    throw thrown
  }
}

async function users(console: IdentityConsole): Promise<readonly IdentityRowDto[]> {
  const all = await everyPage(async (Marker) => {
    const page = await console.iam('ListUsers', from(Marker))
    return { items: page.Users, next: page.Marker }
  })
  const lastSeen = await seen(console)
  return all.map(({ UserName = '', Arn, Path = '/', CreateDate = 0 }) => ({
    ...{ name: UserName, arn: Arn, path: Path, createdAt: CreateDate },
    ...lastSeen(Arn),
  }))
}

async function roles(console: IdentityConsole): Promise<readonly IdentityRowDto[]> {
  const all = await everyPage(async (Marker) => {
    const page = await console.iam('ListRoles', from(Marker))
    return { items: page.Roles, next: page.Marker }
  })
  const lastSeen = await seen(console)
  return all.map(({ RoleName = '', Arn, Path = '/', CreateDate = 0, Description, AssumeRolePolicyDocument }) => ({
    ...{ name: RoleName, arn: Arn, path: Path, createdAt: CreateDate },
    ...(Description !== undefined && { description: Description }),
    trusts: principalsIn(decoded(AssumeRolePolicyDocument)),
    ...lastSeen(Arn),
  }))
}

async function groups(console: IdentityConsole): Promise<readonly IdentityRowDto[]> {
  const all = await everyPage(async (Marker) => {
    const page = await console.iam('ListGroups', from(Marker))
    return { items: page.Groups, next: page.Marker }
  })
  return all.map(({ GroupName = '', Arn, Path = '/', CreateDate = 0 }) => ({
    ...{ name: GroupName, arn: Arn, path: Path, createdAt: CreateDate },
  }))
}

/** Those of the account, and of AWS's those that are known here. */
async function policies(console: IdentityConsole): Promise<readonly IdentityRowDto[]> {
  const all = await everyPage(async (Marker) => {
    const page = await console.iam('ListPolicies', from(Marker))
    return { items: page.Policies, next: page.Marker }
  })
  return all.map((policy) => ({
    ...{ name: policy.PolicyName ?? '', arn: policy.Arn ?? '', path: policy.Path ?? '/' },
    createdAt: policy.CreateDate ?? 0,
    ...{ attachments: policy.AttachmentCount ?? 0, boundaries: policy.PermissionsBoundaryUsageCount ?? 0 },
  }))
}

async function user(console: IdentityConsole, params: URLSearchParams): Promise<UserDto> {
  const UserName = named(params)
  const { User } = await console.iam('GetUser', { UserName })
  const [inline, attached, groups, accessKeys, lastSeen] = await Promise.all([
    inlineOf(
      (page) => console.iam('ListUserPolicies', { UserName, ...page }),
      (PolicyName) => console.iam('GetUserPolicy', { UserName, PolicyName }),
    ),
    attachedOf((page) => console.iam('ListAttachedUserPolicies', { UserName, ...page })),
    everyPage(async (Marker) => {
      const page = await console.iam('ListGroupsForUser', { UserName, ...from(Marker) })
      return { items: page.Groups, next: page.Marker }
    }),
    accessKeysOf(console, UserName),
    seen(console),
  ])
  return {
    ...{ name: User.UserName ?? UserName, arn: User.Arn, uniqueId: User.UserId, path: User.Path ?? '/' },
    ...{ createdAt: User.CreateDate ?? 0, inline, attached, accessKeys },
    groups: groups.map(({ GroupName = '' }) => GroupName),
    ...principalParts(User),
    ...lastSeen(User.Arn),
  }
}

async function accessKeysOf(console: IdentityConsole, UserName: string): Promise<UserDto['accessKeys']> {
  const { AccessKeyMetadata } = await console.iam('ListAccessKeys', { UserName })
  return Promise.all(
    AccessKeyMetadata.map(async ({ AccessKeyId, Status, CreateDate = 0 }) => {
      const { AccessKeyLastUsed } = await console.iam('GetAccessKeyLastUsed', { AccessKeyId })
      const { LastUsedDate: time, ServiceName: service = '', Region: region = '' } = AccessKeyLastUsed ?? {}
      return {
        ...{ accessKeyId: AccessKeyId, active: Status === 'Active', createdAt: CreateDate },
        ...(time !== undefined && { lastUsed: { time, service, region } }),
      }
    }),
  )
}

async function role(console: IdentityConsole, params: URLSearchParams): Promise<RoleDto> {
  const RoleName = named(params)
  const { Role } = await console.iam('GetRole', { RoleName })
  const [inline, attached, lastSeen] = await Promise.all([
    inlineOf(
      (page) => console.iam('ListRolePolicies', { RoleName, ...page }),
      (PolicyName) => console.iam('GetRolePolicy', { RoleName, PolicyName }),
    ),
    attachedOf((page) => console.iam('ListAttachedRolePolicies', { RoleName, ...page })),
    seen(console),
  ])
  return {
    ...{ name: Role.RoleName ?? RoleName, arn: Role.Arn, uniqueId: Role.RoleId, path: Role.Path ?? '/' },
    ...{ createdAt: Role.CreateDate ?? 0, inline, attached, description: Role.Description ?? '' },
    maxSessionSeconds: Role.MaxSessionDuration ?? 3600,
    trust: decoded(Role.AssumeRolePolicyDocument),
    ...principalParts(Role),
    ...lastSeen(Role.Arn),
  }
}

async function group(console: IdentityConsole, params: URLSearchParams): Promise<GroupDto> {
  const GroupName = named(params)
  const first = await console.iam('GetGroup', { GroupName })
  const [users, inline, attached] = await Promise.all([
    everyPage(async (Marker) => {
      const page = Marker === undefined ? first : await console.iam('GetGroup', { GroupName, Marker })
      return { items: page.Users, next: page.Marker }
    }),
    inlineOf(
      (page) => console.iam('ListGroupPolicies', { GroupName, ...page }),
      (PolicyName) => console.iam('GetGroupPolicy', { GroupName, PolicyName }),
    ),
    attachedOf((page) => console.iam('ListAttachedGroupPolicies', { GroupName, ...page })),
  ])
  const { Group } = first
  return {
    ...{ name: Group.GroupName ?? GroupName, arn: Group.Arn, uniqueId: Group.GroupId, path: Group.Path ?? '/' },
    ...{ createdAt: Group.CreateDate ?? 0, inline, attached },
    members: users.map(({ UserName = '' }) => UserName),
  }
}

/** By its ARN, which stands for its name in the address. */
async function managedPolicy(console: IdentityConsole, params: URLSearchParams): Promise<ManagedPolicyDto> {
  const PolicyArn = named(params)
  const { Policy } = await console.iam('GetPolicy', { PolicyArn })
  const VersionId = Policy?.DefaultVersionId ?? 'v1'
  const { PolicyVersion } = await console.iam('GetPolicyVersion', { PolicyArn, VersionId })
  return {
    ...{ name: Policy?.PolicyName ?? '', arn: PolicyArn, description: Policy?.Description ?? '' },
    ...{ createdAt: Policy?.CreateDate ?? 0, updatedAt: Policy?.UpdateDate ?? 0, versionId: VersionId },
    document: decoded(PolicyVersion?.Document),
    ...{ attachments: Policy?.AttachmentCount ?? 0, boundaries: Policy?.PermissionsBoundaryUsageCount ?? 0 },
  }
}

interface Principal {
  readonly PermissionsBoundary?: { readonly PermissionsBoundaryArn?: string | undefined } | undefined
  readonly Tags?: readonly { readonly Key: string; readonly Value: string }[] | undefined
}

function principalParts({ PermissionsBoundary, Tags = [] }: Principal) {
  const boundary = PermissionsBoundary?.PermissionsBoundaryArn
  return {
    tags: Tags.map(({ Key: key, Value: value }) => ({ key, value })),
    ...(boundary !== undefined && { boundary }),
  }
}

async function inlineOf(
  list: (page: Page) => Promise<{ readonly PolicyNames: readonly string[]; readonly Marker?: string | undefined }>,
  get: (name: string) => Promise<{ readonly PolicyDocument: string }>,
) {
  const names = await everyPage(async (Marker) => {
    const page = await list(from(Marker))
    return { items: page.PolicyNames, next: page.Marker }
  })
  return Promise.all(names.map(async (name) => ({ name, document: decoded((await get(name)).PolicyDocument) })))
}

interface AttachedPage {
  readonly AttachedPolicies?:
    | readonly { readonly PolicyName?: string | undefined; readonly PolicyArn?: string | undefined }[]
    | undefined
  readonly Marker?: string | undefined
}

async function attachedOf(list: (page: Page) => Promise<AttachedPage>): Promise<readonly AttachedPolicyDto[]> {
  const all = await everyPage(async (Marker) => {
    const page = await list(from(Marker))
    return { items: page.AttachedPolicies, next: page.Marker }
  })
  return all.map(({ PolicyName: name = '', PolicyArn: arn = '' }) => ({ name, arn }))
}

export const identities = { users, roles, groups, policies, user, role, group, managedPolicy }
