import 'server-only'

import type { Console } from './access.ts'
import type { AccountDto } from './dto/accounts.ts'

/** Every account that is hosted here, in order. */
export async function listAccounts(console: Console): Promise<readonly AccountDto[]> {
  const { accounts } = await console.administer('ListAccounts', {})
  return accounts
}
