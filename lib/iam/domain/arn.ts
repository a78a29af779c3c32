import type { AccountId } from '#kernel/ids.ts'
import { isAccountId } from '#kernel/ids.ts'
import type { IdentityKind, IdentityRow, ManagedPolicyRow } from './rows.ts'

/** The partition of every account here: IAM of other partitions has other ARNs, see docs/compatibility.md. */
const PREFIX = 'arn:aws:iam::'

export function identityArn({ account, kind, path, name }: Pick<IdentityRow, 'account' | 'kind' | 'path' | 'name'>) {
  return `${PREFIX}${account}:${kind}${path}${name}`
}

export function policyArn({ account, path, name }: Pick<ManagedPolicyRow, 'account' | 'path' | 'name'>): string {
  return `${PREFIX}${account}:policy${path}${name}`
}

/** `arn:aws:sts::<account>:assumed-role/<role>/<session>`: the path of the role is not in it. */
export function sessionArn(account: AccountId, roleName: string, sessionName: string): string {
  return `arn:aws:sts::${account}:assumed-role/${roleName}/${sessionName}`
}

export interface IdentityName {
  readonly account: AccountId
  readonly kind: IdentityKind | 'policy'
  readonly path: string
  readonly name: string
}

const ARN = /^arn:aws:iam::(\d{12}):(user|group|role|policy)(\/(?:.*\/)?)([^/]+)$/

/** Undefined for anything but the ARN of a user, group, role or customer managed policy. */
export function parseIdentityArn(arn: string): IdentityName | undefined {
  const [, account = '', kind = '', path = '', name = ''] = ARN.exec(arn) ?? []
  if (!isAccountId(account)) return undefined
  return { account, kind: kind as IdentityName['kind'], path, name }
}

const SESSION = /^arn:aws:sts::(\d{12}):assumed-role\/([^/]+)\/([^/]+)$/

/** The role behind the ARN of a session. */
export function parseSessionArn(arn: string): { account: AccountId; roleName: string } | undefined {
  const [, account = '', roleName = ''] = SESSION.exec(arn) ?? []
  return isAccountId(account) ? { account, roleName } : undefined
}
