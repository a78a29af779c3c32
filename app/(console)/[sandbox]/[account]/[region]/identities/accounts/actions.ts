'use server'

import { act } from '#console/act.ts'
import type { NewAccountDto } from '#console/dto/accounts.ts'
import type { ScopeDto } from '#console/dto/scope.ts'

export async function createAccount(scope: ScopeDto, account: NewAccountDto) {
  return act(scope, (console) => console.administer('CreateAccount', account), { stepUp: true })
}
