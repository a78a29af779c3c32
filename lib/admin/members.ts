import type { AccountId } from '#kernel/ids.ts'
import { isAccountId } from '#kernel/ids.ts'
import { AWS_ACCOUNT } from '#kernel/scope.ts'
import { invalid } from './errors.ts'

/** The members of an input as it came. */
export function membersOf(input: unknown): Readonly<Record<string, unknown>> {
  if (typeof input !== 'object' || input === null || Array.isArray(input))
    throw invalid('The body must be a JSON object.')
  return Object.fromEntries(Object.entries(input))
}

/** The id that a new account is to have; undefined where none is named. */
export function newAccountMember({ accountId }: Readonly<Record<string, unknown>>): AccountId | undefined {
  if (accountId === undefined) return undefined
  if (typeof accountId !== 'string' || !isAccountId(accountId)) throw invalid('accountId must be 12 digits.')
  if (accountId === AWS_ACCOUNT) throw invalid(`${AWS_ACCOUNT} is the account of AWS itself.`)
  return accountId
}
