import type { Clock } from '#kernel/clock.ts'
import type { AccountId } from '#kernel/ids.ts'
import { MAIN_SANDBOX } from '#kernel/scope.ts'
import type { Store } from '#kms/ports.ts'
import { insert } from '#kms/ports.ts'

/** The account of the configuration is hosted here from the first start with it. */
export async function ensureFirstAccount(store: Store, account: AccountId, clock: Clock): Promise<void> {
  if (await store.account(MAIN_SANDBOX, account)) return
  const row = { sandbox: MAIN_SANDBOX, account, name: 'first', createdAt: clock.now() }
  await store.commit({ writes: [insert('account', row)], events: [] })
}
