import type { KeyId } from '#kernel/ids.ts'
import { isAccountId } from '#kernel/ids.ts'
import type { Scope } from '#kernel/scope.ts'
import { invalidGrantToken } from '../errors.ts'
import type { Context } from '../operation.ts'
import type { Materials } from '../ports.ts'

const PURPOSE = 'grant'
const ACCOUNT_DIGITS = 12

/** What a grant token says. */
export interface GrantToken {
  readonly scope: Scope
  readonly keyId: KeyId
  readonly grantId: string
}

/**
 * A token for a grant, different each time: base64 of the key's account, 12 digits, and a token sealed in the key's
 * scope. Knowing one is no right to anything.
 */
export function mintGrantToken({ scope, keyId, grantId }: GrantToken, materials: Materials): string {
  const sealed = materials.mintToken(scope, PURPOSE, `${keyId}/${grantId}`)
  return Buffer.from(`${scope.account}${sealed}`, 'latin1').toString('base64')
}

/** What the token says; undefined for one that was never given out in the caller's Region. */
export function openGrantToken(token: string, { scope, ports }: Context): GrantToken | undefined {
  const text = Buffer.from(token, 'base64').toString('latin1')
  const account = text.slice(0, ACCOUNT_DIGITS)
  if (!isAccountId(account) || Buffer.from(text, 'latin1').toString('base64') !== token) return undefined
  return openSealed(text.slice(ACCOUNT_DIGITS), { ...scope, account }, ports.materials)
}

function openSealed(sealed: string, scope: Scope, materials: Materials) {
  const [keyId, grantId] = materials.openToken(scope, PURPOSE, sealed)?.split('/') ?? []
  if (keyId === undefined || grantId === undefined) return undefined
  return { scope, keyId: keyId as KeyId, grantId }
}

/** Refuses a call that brings a grant token which was never given out. A good one changes nothing: grants count at once. */
export function checkGrantTokens(input: object, context: Context): void {
  if (!('GrantTokens' in input) || !Array.isArray(input.GrantTokens)) return
  if (input.GrantTokens.some((token) => !openGrantToken(token, context))) throw invalidGrantToken()
}
