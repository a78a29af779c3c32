export type IdentityKind = 'users' | 'roles' | 'groups' | 'policies'

/** When a principal called last, as far as the last 90 days of the account's audit log tell. */
export interface SeenDto {
  readonly last: number
  /** How many calls of it there are in that time. */
  readonly calls: number
}

/** A user, role, group or customer managed policy in its list. */
export interface IdentityRowDto {
  readonly name: string
  readonly arn: string
  readonly path: string
  readonly createdAt: number
  readonly seen?: SeenDto
  readonly description?: string
  /** Of a role: the principals that its trust policy names. */
  readonly trusts?: readonly string[]
  /** Of a managed policy: to how many identities it is attached, and whose permissions boundary it is. */
  readonly attachments?: number
  readonly boundaries?: number
}

export interface InlinePolicyDto {
  readonly name: string
  readonly document: string
}

export interface AttachedPolicyDto {
  readonly name: string
  readonly arn: string
}

export interface AccessKeyDto {
  readonly accessKeyId: string
  readonly active: boolean
  readonly createdAt: number
  /** Absent where it never was. */
  readonly lastUsed?: { readonly time: number; readonly service: string; readonly region: string }
}

interface BaseDto {
  readonly name: string
  readonly arn: string
  readonly uniqueId: string
  readonly path: string
  readonly createdAt: number
  readonly inline: readonly InlinePolicyDto[]
  readonly attached: readonly AttachedPolicyDto[]
}

/** What users and roles share. */
export interface PrincipalDto extends BaseDto {
  readonly tags: readonly { readonly key: string; readonly value: string }[]
  /** ARN of the managed policy that limits it. */
  readonly boundary?: string
  readonly seen?: SeenDto
}

export interface UserDto extends PrincipalDto {
  readonly groups: readonly string[]
  readonly accessKeys: readonly AccessKeyDto[]
}

export interface RoleDto extends PrincipalDto {
  readonly description: string
  readonly maxSessionSeconds: number
  /** The trust policy. */
  readonly trust: string
}

export interface GroupDto extends BaseDto {
  readonly members: readonly string[]
}

/** A managed policy in its default version. */
export interface ManagedPolicyDto {
  readonly name: string
  readonly arn: string
  readonly description: string
  readonly createdAt: number
  readonly updatedAt: number
  readonly versionId: string
  readonly document: string
  readonly attachments: number
  readonly boundaries: number
}

/** Of whom an inline policy, an attachment or a boundary is. */
export type Owner = { readonly kind: 'user' | 'role' | 'group'; readonly name: string }
type Bounded = { readonly kind: 'user' | 'role'; readonly name: string }

/** A change that a page asks for; the service decides what is right. */
export type IdentityChangeDto =
  | { readonly change: 'create-user'; readonly name: string }
  | { readonly change: 'create-group'; readonly name: string }
  | {
      readonly change: 'create-role'
      readonly name: string
      readonly trust: string
      readonly description: string
    }
  | {
      readonly change: 'create-policy'
      readonly name: string
      readonly document: string
      readonly description: string
    }
  /** With all that is its own: access keys, inline policies, attachments, memberships. */
  | { readonly change: 'delete'; readonly of: Owner }
  | { readonly change: 'delete-policy'; readonly arn: string }
  /** `base`: the document that the change was begun from, absent for a policy that is new. */
  | {
      readonly change: 'put-inline'
      readonly of: Owner
      readonly policy: string
      readonly document: string
      readonly base?: string
    }
  | { readonly change: 'delete-inline'; readonly of: Owner; readonly policy: string }
  | { readonly change: 'attach' | 'detach'; readonly of: Owner; readonly arn: string }
  /** An empty ARN takes the boundary away. */
  | { readonly change: 'set-boundary'; readonly of: Bounded; readonly arn: string }
  | { readonly change: 'save-trust'; readonly role: string; readonly document: string; readonly base: string }
  | { readonly change: 'save-policy'; readonly arn: string; readonly document: string; readonly base: string }
  | { readonly change: 'join' | 'leave'; readonly user: string; readonly group: string }
  | {
      readonly change: 'activate-key' | 'deactivate-key' | 'delete-key'
      readonly user: string
      readonly accessKeyId: string
    }

/** A new access key, with its secret, which is told this once. */
export interface CreatedAccessKeyDto {
  readonly userName: string
  readonly accessKeyId: string
  readonly secretAccessKey: string
}
