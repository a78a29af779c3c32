import type { AccountId, Region, SandboxId } from './ids.ts'

/**
 * Where a thing lives. Part of every row, cache key, wrapped record and log line.
 * Account ids and key ids are unique within a sandbox, not across sandboxes.
 */
export interface Scope {
  readonly sandbox: SandboxId
  readonly account: AccountId
  readonly region: Region
}

/** The Region of things that belong to none: access keys, sessions, identities. */
export const GLOBAL_REGION = 'global' as Region

/**
 * The account of AWS itself in every sandbox, in which services have keys of their own (AWS owned keys). No customer can
 * have it.
 */
export const AWS_ACCOUNT = '000000000007' as AccountId

/** The sandbox that follows the system clock and can be neither reset nor moved. */
export const MAIN_SANDBOX = 'main' as SandboxId

/** A key for maps. The parts cannot hold a slash, so two scopes never share one. */
export function scopeKey(scope: Scope): string {
  return `${scope.sandbox}/${scope.account}/${scope.region}`
}

export function sameScope(a: Scope, b: Scope): boolean {
  return a.sandbox === b.sandbox && a.account === b.account && a.region === b.region
}
