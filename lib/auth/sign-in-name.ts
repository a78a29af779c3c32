import type { AccountId } from '#kernel/ids.ts'
import { isAccountId } from '#kernel/ids.ts'

/** A user of the console: the administrator of an account, or a user of its AWS IAM. */
export interface UserName {
  readonly account: AccountId
  readonly userName: string
}

/** Of the root user of the first account, who administers the installation. */
export const ADMINISTRATOR = 'admin'
/** Of the root user of any other account. */
export const ROOT = 'root'

/** What the root user of an account is called in the console. */
export function administratorOf(account: AccountId, first: AccountId): string {
  return account === first ? ADMINISTRATOR : ROOT
}

/** Whether the name of a user of AWS IAM is that of the account's administrator, who would be meant by it. */
export function isReservedName({ account, userName }: UserName, first: AccountId): boolean {
  return userName.toLowerCase() === administratorOf(account, first)
}

/** `alice` of the first account, `alice@222233334444` of another. A name of AWS IAM may hold an `@` itself. */
export function parseSignInName(typed: string, first: AccountId): UserName {
  const at = typed.lastIndexOf('@')
  const account = typed.slice(at + 1)
  if (at < 0 || !isAccountId(account)) return { account: first, userName: typed }
  return { account, userName: typed.slice(0, at) }
}

/** What a user types to sign in. */
export function signInName({ account, userName }: UserName, first: AccountId): string {
  const isPlain = account === first && parseSignInName(userName, first).userName === userName
  return isPlain ? userName : `${userName}@${account}`
}
