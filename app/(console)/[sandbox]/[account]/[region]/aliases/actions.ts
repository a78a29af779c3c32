'use server'

import { act } from '#console/act.ts'
import type { PageScopeDto } from '#console/dto/scope.ts'

export async function createAlias(scope: PageScopeDto, AliasName: string, TargetKeyId: string) {
  return act(scope, async (console) => {
    await console.call('CreateAlias', { AliasName, TargetKeyId })
    return null
  })
}

export async function retargetAlias(scope: PageScopeDto, AliasName: string, TargetKeyId: string) {
  return act(scope, async (console) => {
    await console.call('UpdateAlias', { AliasName, TargetKeyId })
    return null
  })
}

export async function deleteAlias(scope: PageScopeDto, AliasName: string) {
  return act(scope, async (console) => {
    await console.call('DeleteAlias', { AliasName })
    return null
  })
}
