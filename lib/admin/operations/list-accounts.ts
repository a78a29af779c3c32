import type { AdminOperation } from '../operation.ts'

/** The accounts that are hosted here, in order. */
export const listAccounts: AdminOperation<'ListAccounts'> = {
  parse: () => ({}),
  async run(_, caller, { store }) {
    const rows = await store.accounts(caller.scope.sandbox)
    return {
      answer: { accounts: rows.map(({ account, name, createdAt }) => ({ accountId: account, name, createdAt })) },
    }
  },
}
