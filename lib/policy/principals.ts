import type { Principal } from '#kernel/principal.ts'
import type { PolicyDocument, Principals } from './document.ts'

/**
 * How strongly a statement names a caller: itself, its role, everyone, or only its account.
 * An account means delegation: in an Allow, IAM policies of that account decide.
 */
export type PrincipalMatch = 'direct' | 'role' | 'everyone' | 'account' | 'none'

/** The principals of a statement, ready for look-up. */
export interface PrincipalSet {
  readonly negated: boolean
  readonly everyone: boolean
  /** Account ids. */
  readonly accounts: ReadonlySet<string>
  /** ARNs and unique ids, compared exactly: wildcards do not work inside a principal. */
  readonly names: ReadonlySet<string>
  readonly services: ReadonlySet<string>
}

const ACCOUNT = /^(?:(\d{12})|arn:[a-z-]+:iam::(\d{12}):root)$/
const IDENTITY = /^arn:[a-z-]+:(?:iam|sts)::\d{12}:(?:user|role|assumed-role|federated-user)\/[^*?]+$/
const UNIQUE_ID = /^A(?:IDA|ROA)[A-Z0-9]{4,}$/

/** The account that `111122223333` or `arn:aws:iam::111122223333:root` stands for. */
export function accountOf(value: string): string | undefined {
  const match = ACCOUNT.exec(value)
  return match?.[1] ?? match?.[2]
}

/**
 * Federated and canonical users are read but match nobody: they appear in trust policies and bucket policies,
 * a caller of this service is always a user, a session, a service or a root user.
 */
export function compilePrincipals({ negated, values }: Principals): PrincipalSet {
  const aws = values.filter(({ type }) => type === 'AWS').map(({ value }) => value)
  return {
    negated,
    everyone: aws.includes('*'),
    accounts: new Set(aws.map(accountOf).filter((account) => account !== undefined)),
    names: new Set(aws.filter((value) => value !== '*' && accountOf(value) === undefined)),
    services: new Set(values.filter(({ type }) => type === 'Service').map(({ value }) => value)),
  }
}

/** Whether an Allow statement speaks of the caller, and how. NotPrincipal speaks of everyone it does not name. */
export function matchAllow(set: PrincipalSet, caller: Principal): PrincipalMatch {
  const named = matchNamed(set, caller)
  if (!set.negated) return named
  return named === 'none' ? 'everyone' : 'none'
}

/**
 * Whether a Deny statement hits the caller. NotPrincipal spares a caller only when the list holds all that
 * stands for it: its account, for a session also the role; and never one that has a permissions boundary
 * (IAM user guide, "NotPrincipal").
 */
export function deniesCaller(set: PrincipalSet, caller: Principal, hasBoundary: boolean): boolean {
  if (!set.negated) return matchNamed(set, caller) !== 'none'
  return hasBoundary || !isSpared(set, caller)
}

function matchNamed(set: PrincipalSet, caller: Principal): PrincipalMatch {
  if (set.names.size > 0) {
    if (set.names.has(caller.arn) || set.names.has(caller.id)) return 'direct'
    if (caller.kind === 'assumed-role' && namesRole(set, caller.roleArn, caller.id)) return 'role'
  }
  if (caller.kind === 'service' && set.services.has(caller.service)) return 'direct'
  if (set.everyone) return 'everyone'
  return caller.kind !== 'service' && set.accounts.has(caller.account) ? 'account' : 'none'
}

/** A session's id is `AROA…:name`; what stands before the colon is the role's. */
function namesRole(set: PrincipalSet, roleArn: string, sessionId: string): boolean {
  return set.names.has(roleArn) || set.names.has(sessionId.split(':', 1)[0] ?? '')
}

function isSpared(set: PrincipalSet, caller: Principal): boolean {
  if (set.everyone) return true
  if (caller.kind === 'service') return set.services.has(caller.service)
  const named = caller.kind === 'root' || set.names.has(caller.arn) || set.names.has(caller.id)
  const role = caller.kind !== 'assumed-role' || namesRole(set, caller.roleArn, caller.id)
  return named && role && set.accounts.has(caller.account)
}

/** The `AWS` principals a document names, `*` apart: what must exist before a key policy is accepted. */
export function namedPrincipals(document: PolicyDocument): readonly string[] {
  const values = document.statements.flatMap((statement) => statement.principal?.values ?? [])
  return [...new Set(values.filter(({ type, value }) => type === 'AWS' && value !== '*').map(({ value }) => value))]
}

/** Whether it has the form of an account, user, role, session or unique id. */
export function isPrincipalForm(value: string): boolean {
  return ACCOUNT.test(value) || IDENTITY.test(value) || UNIQUE_ID.test(value)
}
