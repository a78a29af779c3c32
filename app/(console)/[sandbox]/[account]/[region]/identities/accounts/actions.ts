'use server'

import { act } from '#console/act.ts'
import type { NewAccountDto } from '#console/dto/accounts.ts'
import type { PageScopeDto } from '#console/dto/scope.ts'

export async function createAccount(scope: PageScopeDto, account: NewAccountDto) {
  return act(scope, (console) => console.administer('CreateAccount', account), { stepUp: true })
}
