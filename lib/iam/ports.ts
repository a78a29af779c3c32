import type { AccountId, EpochMillis, SandboxId } from '#kernel/ids.ts'
import type { Principal } from '#kernel/principal.ts'
import type { Ids, Secrets } from '#kernel/random.ts'
import type { CallerSession, Clocks, Identifiers, Identities, Limits, Store, Vault } from '#kms/ports.ts'
import type { CompiledPolicy } from '#policy/compile.ts'
import type { MoreConditions } from '#policy/request-context.ts'
import type {
  AccessKeyRow,
  AccountRow,
  AttachmentRow,
  IdentityKind,
  IdentityRow,
  InAccount,
  ManagedPolicyRow,
  MembershipRow,
  PolicyDocumentRow,
} from './domain/rows.ts'
import type { Pairs } from './domain/tags.ts'

export type { NewAccessKey } from './access-key.ts'
export { newAccessKey } from './access-key.ts'
export { identityArn, parseIdentityArn } from './domain/arn.ts'
export { awsManagedPolicy } from './domain/aws-managed.ts'
export * from './domain/rows.ts'
export { tagsOf } from './domain/tags.ts'
export { accountOfAccessKeyId } from './domain/unique-id.ts'
export { globalScope } from './session-token.ts'

type Stored<R> = R & { readonly version: number }

/** Reads of accounts and identities. Lists are whole: an account has few thousands of them. In order of their names. */
export interface IamReads {
  account(sandbox: SandboxId, account: AccountId): Promise<Stored<AccountRow> | undefined>
  accounts(sandbox: SandboxId): Promise<readonly Stored<AccountRow>[]>
  identity(place: InAccount, kind: IdentityKind, name: string): Promise<Stored<IdentityRow> | undefined>
  identities(place: InAccount, kind: IdentityKind): Promise<readonly Stored<IdentityRow>[]>
  managedPolicy(place: InAccount, name: string): Promise<Stored<ManagedPolicyRow> | undefined>
  managedPolicies(place: InAccount): Promise<readonly Stored<ManagedPolicyRow>[]>
  /** Documents of an owner that have not ended, in order of name and number. */
  documents(place: InAccount, owner: string): Promise<readonly Stored<PolicyDocumentRow>[]>
  /** One version, ended or not. */
  document(
    place: InAccount,
    owner: string,
    name: string,
    number: number,
  ): Promise<Stored<PolicyDocumentRow> | undefined>
  /** The number of the newest version of a document, ended or not; 0 when there never was one. */
  lastDocument(place: InAccount, owner: string, name: string): Promise<number>
  attachments(place: InAccount, owner: string): Promise<readonly Stored<AttachmentRow>[]>
  attachedTo(place: InAccount, policyArn: string): Promise<readonly Stored<AttachmentRow>[]>
  groupsOf(place: InAccount, userName: string): Promise<readonly Stored<MembershipRow>[]>
  membersOf(place: InAccount, groupName: string): Promise<readonly Stored<MembershipRow>[]>
  accessKey(accessKeyId: string): Promise<Stored<AccessKeyRow> | undefined>
  accessKeys(place: InAccount, userName: string | null): Promise<readonly Stored<AccessKeyRow>[]>
}

/** All that the service is given, once, by the composition root. */
export interface IamPorts {
  readonly store: Store
  readonly identities: Pick<Identities, 'policiesOf' | 'principalExists'>
  readonly clocks: Clocks
  readonly ids: Ids
  readonly identifiers: Identifiers
  readonly secrets: Secrets
  readonly vault: Vault
  readonly limits: Limits
}

/** A role as AWS STS needs it. */
export interface AssumableRole extends InAccount {
  readonly arn: string
  readonly trust: CompiledPolicy
  readonly maxSessionSeconds: number
  readonly tags: Pairs
  readonly conditions: MoreConditions
  /** Who one is in a session of it. */
  as(sessionName: string): Principal & { readonly kind: 'assumed-role' }
}

/** What AWS STS asks AWS IAM. */
export interface Roles {
  /** Undefined for what is no role of an account here. */
  role(sandbox: SandboxId, arn: string): Promise<AssumableRole | undefined>
  /** Throws MalformedPolicyDocument. */
  checkSessionPolicy(document: string): void
  /** Whether a managed policy can limit a session of an account. */
  policyExists(place: InAccount, arn: string): Promise<boolean>
}

/** Temporary credentials as AWS STS gives them out. */
export interface TemporaryCredentials {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken: string
  readonly expiresAt: EpochMillis
}

/** Whose session it is to be, and what it says. A caller has no say in `via`. */
export interface SessionFor {
  readonly sandbox: SandboxId
  readonly principal: Principal
  readonly seconds: number
  readonly session: Omit<CallerSession, 'issuedAt' | 'expiresAt' | 'via'>
}

export type SessionMint = (session: SessionFor) => Promise<TemporaryCredentials>
