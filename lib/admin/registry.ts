import type { AdminOperation, AdminOperationName } from './operation.ts'
import { createAccount } from './operations/create-account.ts'
import { explainCall } from './operations/explain-call.ts'
import { listAccounts } from './operations/list-accounts.ts'

export const registry: { readonly [N in AdminOperationName]: AdminOperation<N> } = {
  CreateAccount: createAccount,
  ExplainCall: explainCall,
  ListAccounts: listAccounts,
}
