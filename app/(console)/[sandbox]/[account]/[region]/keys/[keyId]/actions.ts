'use server'

import { act } from '#console/act.ts'
import * as changes from '#console/changes.ts'
import type { ReplicaFormDto } from '#console/dto/families.ts'
import type { NewGrantDto } from '#console/dto/grants.ts'
import type { ImportDto } from '#console/dto/imports.ts'
import type { PageScopeDto } from '#console/dto/scope.ts'
import { createGrantInput } from '#console/grants.ts'
import { importMaterial, importParameters } from '#console/imports.ts'
import { replicate } from '#console/multi-region.ts'
import { replayPolicy } from '#console/replay.ts'

/** Against the policy it was made from; `bypass` skips the lockout safety check, after which nobody may get back in. */
export async function savePolicy(scope: PageScopeDto, keyId: string, document: string, base: string, bypass: boolean) {
  return act(
    scope,
    async (console) => {
      await changes.savePolicy(console, keyId, document, base, bypass)
      return null
    },
    { stepUp: Boolean(bypass) },
  )
}

/** What the newest calls on a key would come to under a draft of its policy. */
export async function replay(scope: PageScopeDto, keyArn: string, draft: string, events: number) {
  return act(scope, (console) => replayPolicy(console, keyArn, draft, events))
}

export async function describe(scope: PageScopeDto, KeyId: string, Description: string) {
  return act(scope, async (console) => {
    await console.call('UpdateKeyDescription', { KeyId, Description })
    return null
  })
}

export async function setTag(scope: PageScopeDto, KeyId: string, TagKey: string, TagValue: string) {
  return act(scope, async (console) => {
    await console.call('TagResource', { KeyId, Tags: [{ TagKey, TagValue }] })
    return null
  })
}

export async function removeTag(scope: PageScopeDto, KeyId: string, TagKey: string) {
  return act(scope, async (console) => {
    await console.call('UntagResource', { KeyId, TagKeys: [TagKey] })
    return null
  })
}

export async function rotateNow(scope: PageScopeDto, KeyId: string) {
  return act(scope, async (console) => {
    await console.call('RotateKeyOnDemand', { KeyId })
    return null
  })
}

/** Days between automatic rotations; null turns them off. */
export async function setRotation(scope: PageScopeDto, KeyId: string, days: number | null) {
  return act(scope, async (console) => {
    if (days === null) await console.call('DisableKeyRotation', { KeyId })
    else await console.call('EnableKeyRotation', { KeyId, RotationPeriodInDays: days })
    return null
  })
}

export async function getImportParameters(
  scope: PageScopeDto,
  keyId: string,
  algorithm: string,
  wrappingKeySpec: string,
) {
  return act(scope, (console) => importParameters(console, keyId, algorithm, wrappingKeySpec))
}

export async function importKeyMaterial(scope: PageScopeDto, keyId: string, form: ImportDto) {
  return act(scope, async (console) => {
    await importMaterial(console, keyId, form)
    return null
  })
}

/** Without a material the current one, which keys that have one ever take no id for. */
export async function deleteKeyMaterial(scope: PageScopeDto, KeyId: string, materialId: string | null) {
  return act(
    scope,
    async (console) => {
      const KeyMaterialId = materialId === null ? {} : { KeyMaterialId: materialId }
      await console.call('DeleteImportedKeyMaterial', { KeyId, ...KeyMaterialId })
      return null
    },
    { stepUp: true },
  )
}

/** A replica in another Region. The scope is that of the primary. */
export async function replicateKey(scope: PageScopeDto, keyId: string, form: ReplicaFormDto) {
  return act(scope, (console) => replicate(console, keyId, form))
}

export async function changePrimary(scope: PageScopeDto, KeyId: string, PrimaryRegion: string) {
  return act(scope, async (console) => {
    await console.call('UpdatePrimaryRegion', { KeyId, PrimaryRegion })
    return null
  })
}

export async function createGrant(scope: PageScopeDto, keyId: string, form: NewGrantDto) {
  return act(scope, async (console) => {
    const { GrantId = '', GrantToken = '' } = await console.call('CreateGrant', createGrantInput(keyId, form))
    return { grantId: GrantId, token: GrantToken }
  })
}

export async function revokeGrant(scope: PageScopeDto, KeyId: string, GrantId: string) {
  return act(scope, async (console) => {
    await console.call('RevokeGrant', { KeyId, GrantId })
    return null
  })
}

/** `keyArn`: a grant is retired by those whom it names, who need not own its key. */
export async function retireGrant(scope: PageScopeDto, keyArn: string, GrantId: string) {
  return act(scope, async (console) => {
    await console.call('RetireGrant', { KeyId: keyArn, GrantId })
    return null
  })
}
