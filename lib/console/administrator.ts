import type { AccountId } from '#kernel/ids.ts'
import type { Principal } from '#kernel/principal.ts'

/** Whether a principal may do what concerns the whole installation: the root user of the first account, nobody else. */
export function isAdministrator({ kind, account }: Principal, firstAccount: AccountId): boolean {
  return kind === 'root' && account === firstAccount
}
