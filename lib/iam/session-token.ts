import { fromBase64 } from '#kernel/bytes.ts'
import type { AccountId, SandboxId } from '#kernel/ids.ts'
import { isAccountId, isSandboxId } from '#kernel/ids.ts'
import type { Principal } from '#kernel/principal.ts'
import type { Scope } from '#kernel/scope.ts'
import { GLOBAL_REGION } from '#kernel/scope.ts'
import type { CallerSession, Vault } from '#kms/ports.ts'

/** What a session token says. Nothing of it is kept: the token itself proves it. */
export interface SessionClaims {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly principal: Principal
  readonly session: CallerSession
}

const PURPOSE = 'session'

/** Where the tokens of an account are sealed: they belong to no Region. */
export function globalScope(sandbox: SandboxId, account: AccountId): Scope {
  return { sandbox, account, region: GLOBAL_REGION }
}

/**
 * A session token: base64 of `<sandbox>/<account>/<sealed>`, sealed under the token key of the account. The scope must
 * have been prepared. Only who holds the root key can make one, so nothing in it can be claimed by a caller.
 */
export function mintSessionToken(sandbox: SandboxId, claims: SessionClaims, vault: Vault): string {
  const { account } = claims.principal
  const sealed = vault.mintToken(globalScope(sandbox, account), PURPOSE, JSON.stringify(claims))
  return Buffer.from(`${sandbox}/${account}/${sealed}`, 'latin1').toString('base64')
}

/** Undefined, with no reason told, for a token that was never given out. */
export function openSessionToken(
  token: string,
  vault: Vault,
): { readonly sandbox: SandboxId; readonly claims: SessionClaims } | undefined {
  const [sandbox = '', account = '', sealed = '', ...more] = fromBase64(token)?.toString('latin1').split('/') ?? []
  if (more.length > 0 || !isSandboxId(sandbox) || !isAccountId(account)) return undefined
  const payload = vault.openToken(globalScope(sandbox, account), PURPOSE, sealed)
  return payload === undefined ? undefined : { sandbox, claims: JSON.parse(payload) }
}
