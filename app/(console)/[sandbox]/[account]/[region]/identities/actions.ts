'use server'

import { act } from '#console/act.ts'
import type { IdentityChangeDto } from '#console/dto/identities.ts'
import type { PageScopeDto } from '#console/dto/scope.ts'
import * as changes from '#console/identity-changes.ts'
import { isFinal } from '#console/identity-step-up.ts'

export async function changeIdentity(scope: PageScopeDto, change: IdentityChangeDto) {
  return act(
    scope,
    async (console) => {
      await changes.changeIdentity(console, change)
      return null
    },
    { stepUp: isFinal(change) },
  )
}

export async function createAccessKey(scope: PageScopeDto, user: string) {
  return act(scope, (console) => changes.createAccessKey(console, user), { stepUp: true })
}
