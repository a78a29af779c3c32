'use server'

import { act } from '#console/act.ts'
import * as changes from '#console/changes.ts'
import type { ScopeDto } from '#console/dto/scope.ts'

export async function savePolicy(scope: ScopeDto, keyId: string, document: string, base: string) {
  return act(scope, async (console) => {
    await changes.savePolicy(console, keyId, document, base)
    return null
  })
}

export async function describe(scope: ScopeDto, KeyId: string, Description: string) {
  return act(scope, async (console) => {
    await console.call('UpdateKeyDescription', { KeyId, Description })
    return null
  })
}

export async function setTag(scope: ScopeDto, KeyId: string, TagKey: string, TagValue: string) {
  return act(scope, async (console) => {
    await console.call('TagResource', { KeyId, Tags: [{ TagKey, TagValue }] })
    return null
  })
}

export async function removeTag(scope: ScopeDto, KeyId: string, TagKey: string) {
  return act(scope, async (console) => {
    await console.call('UntagResource', { KeyId, TagKeys: [TagKey] })
    return null
  })
}

export async function rotateNow(scope: ScopeDto, KeyId: string) {
  return act(scope, async (console) => {
    await console.call('RotateKeyOnDemand', { KeyId })
    return null
  })
}

/** Days between automatic rotations; null turns them off. */
export async function setRotation(scope: ScopeDto, KeyId: string, days: number | null) {
  return act(scope, async (console) => {
    if (days === null) await console.call('DisableKeyRotation', { KeyId })
    else await console.call('EnableKeyRotation', { KeyId, RotationPeriodInDays: days })
    return null
  })
}
