'use server'

import { act } from '#console/act.ts'
import { eachKey } from '#console/changes.ts'
import type { ScopeDto } from '#console/dto/scope.ts'

export async function enableKeys(scope: ScopeDto, keyIds: readonly string[]) {
  return act(scope, (console) => eachKey(keyIds, (KeyId) => console.call('EnableKey', { KeyId })))
}

export async function disableKeys(scope: ScopeDto, keyIds: readonly string[]) {
  return act(scope, (console) => eachKey(keyIds, (KeyId) => console.call('DisableKey', { KeyId })))
}

export async function scheduleDeletion(scope: ScopeDto, keyIds: readonly string[], days: number) {
  return act(
    scope,
    (console) => eachKey(keyIds, (KeyId) => console.call('ScheduleKeyDeletion', { KeyId, PendingWindowInDays: days })),
    { stepUp: true },
  )
}

export async function cancelDeletion(scope: ScopeDto, keyIds: readonly string[]) {
  return act(scope, (console) => eachKey(keyIds, (KeyId) => console.call('CancelKeyDeletion', { KeyId })))
}
