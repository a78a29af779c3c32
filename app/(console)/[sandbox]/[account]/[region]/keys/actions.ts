'use server'

import { act } from '#console/act.ts'
import { eachKey } from '#console/changes.ts'
import type { PageScopeDto } from '#console/dto/scope.ts'

export async function enableKeys(scope: PageScopeDto, keyIds: readonly string[]) {
  return act(scope, (console) => eachKey(keyIds, (KeyId) => console.call('EnableKey', { KeyId })))
}

export async function disableKeys(scope: PageScopeDto, keyIds: readonly string[]) {
  return act(scope, (console) => eachKey(keyIds, (KeyId) => console.call('DisableKey', { KeyId })))
}

export async function scheduleDeletion(scope: PageScopeDto, keyIds: readonly string[], days: number) {
  return act(
    scope,
    (console) => eachKey(keyIds, (KeyId) => console.call('ScheduleKeyDeletion', { KeyId, PendingWindowInDays: days })),
    { stepUp: true },
  )
}

export async function cancelDeletion(scope: PageScopeDto, keyIds: readonly string[]) {
  return act(scope, (console) => eachKey(keyIds, (KeyId) => console.call('CancelKeyDeletion', { KeyId })))
}
