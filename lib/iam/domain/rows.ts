import type { AccountId, EpochMillis, SandboxId } from '#kernel/ids.ts'

/** IAM belongs to no Region. */
export interface InAccount {
  readonly sandbox: SandboxId
  readonly account: AccountId
}

/** An account that is hosted here. */
export interface AccountRow extends InAccount {
  readonly name: string
  readonly createdAt: EpochMillis
}

export type IdentityKind = 'user' | 'group' | 'role'

/** A user, group or role. */
export interface IdentityRow extends InAccount {
  readonly kind: IdentityKind
  /** Unique for its kind whatever the case of its letters, and kept in the case it was given. */
  readonly name: string
  /** `/`, or `/a/b/`. */
  readonly path: string
  /** `AIDA…`, `AGPA…` or `AROA…`; never used again. */
  readonly uniqueId: string
  readonly createdAt: EpochMillis
  readonly description: string
  /** ARN of the managed policy that is its permissions boundary. */
  readonly boundary: string | null
  /** Of a role: the longest session, in seconds. */
  readonly maxSessionSeconds: number | null
  /** JSON: `[[key, value], …]`. */
  readonly tags: string
}

/** A customer managed policy; its versions are documents of the owner `policy/<name>`. */
export interface ManagedPolicyRow extends InAccount {
  readonly name: string
  readonly path: string
  /** `ANPA…`. */
  readonly uniqueId: string
  readonly description: string
  readonly createdAt: EpochMillis
  readonly updatedAt: EpochMillis
  readonly defaultVersion: number
  /** The number of the newest version, never given twice. */
  readonly lastVersion: number
  readonly tags: string
}

/** An immutable version of a policy document, kept when it ends so that past decisions can be explained. */
export interface PolicyDocumentRow extends InAccount {
  /** `user/<name>`, `group/<name>`, `role/<name>` or `policy/<name>`. */
  readonly owner: string
  /** Of an inline policy; empty for the versions of a managed policy and for the trust policy of a role. */
  readonly name: string
  /** From 1, one more for each version. */
  readonly number: number
  readonly createdAt: EpochMillis
  /** When it was replaced or deleted; null while it is there. */
  readonly endedAt: EpochMillis | null
  readonly document: string
}

/** A managed policy on a user, group or role. */
export interface AttachmentRow extends InAccount {
  /** `user/<name>`, `group/<name>` or `role/<name>`. */
  readonly owner: string
  readonly policyArn: string
  readonly createdAt: EpochMillis
}

export interface MembershipRow extends InAccount {
  readonly groupName: string
  readonly userName: string
  readonly createdAt: EpochMillis
}

/** A long-term access key of a user or of an account's root user. Its id is unique in the installation. */
export interface AccessKeyRow extends InAccount {
  readonly accessKeyId: string
  /** Null for the root user. */
  readonly userName: string | null
  readonly status: 'Active' | 'Inactive'
  readonly createdAt: EpochMillis
  /** The secret access key, sealed for the account and this id. */
  readonly secret: Uint8Array
}

export interface IamRows {
  readonly account: AccountRow
  readonly identity: IdentityRow
  readonly managedPolicy: ManagedPolicyRow
  readonly policyDocument: PolicyDocumentRow
  readonly attachment: AttachmentRow
  readonly membership: MembershipRow
  readonly accessKey: AccessKeyRow
}

/** The columns that identify a row of each table. */
export const IAM_PRIMARY_KEYS = {
  account: ['sandbox', 'account'],
  identity: ['sandbox', 'account', 'kind', 'name'],
  managedPolicy: ['sandbox', 'account', 'name'],
  policyDocument: ['sandbox', 'account', 'owner', 'name', 'number'],
  attachment: ['sandbox', 'account', 'owner', 'policyArn'],
  membership: ['sandbox', 'account', 'groupName', 'userName'],
  accessKey: ['accessKeyId'],
} as const satisfies { [T in keyof IamRows]: readonly (keyof IamRows[T])[] }

/** Every table of AWS IAM. */
export const IAM_TABLES: ReadonlySet<string> = new Set(Object.keys(IAM_PRIMARY_KEYS))
