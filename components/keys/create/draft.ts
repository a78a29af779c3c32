import type { NewKeyDto } from '#console/dto/changes.ts'
import type { TagDto } from '#console/dto/keys.ts'
import type { ScopeDto } from '#console/dto/scope.ts'
import { findRegion } from '#model/regions.ts'
import { defaultKeyPolicyText } from '#policy/default-policy.ts'
import { firstSpec, importReason, noRotationReason, storeReason, USAGES } from '../key-specs.ts'
import { consolePolicy, type PolicyChoices, policyText } from './console-policy.ts'

/** The create form as it is being filled in. */
export interface Draft {
  readonly usage: string
  readonly spec: string
  readonly origin: string
  /** Of a key in a custom key store; empty until one is chosen. */
  readonly keyStoreId: string
  readonly xksKeyId: string
  readonly multiRegion: boolean
  readonly rotate: boolean
  /** Days, as typed. */
  readonly period: string
  readonly alias: string
  readonly description: string
  readonly tags: readonly TagDto[]
  /** ARNs of users and roles. */
  readonly administrators: readonly string[]
  readonly mayDelete: boolean
  readonly users: readonly string[]
  /** Ids of other accounts whose principals may use the key. */
  readonly accounts: readonly string[]
  /** The policy as it was written by hand, in place of what the choices come to. */
  readonly ownPolicy?: string | undefined
}

export function emptyDraft(): Draft {
  const [{ usage }] = USAGES
  return {
    ...{ usage, spec: firstSpec(usage), origin: 'AWS_KMS', keyStoreId: '', xksKeyId: '', multiRegion: false },
    ...{ rotate: false, period: '365', alias: '', description: '', tags: [] },
    ...{ administrators: [], mayDelete: true, users: [], accounts: [] },
  }
}

export function isInStore({ origin }: Pick<Draft, 'origin'>): boolean {
  return origin === 'AWS_CLOUDHSM' || origin === 'EXTERNAL_KEY_STORE'
}

/** A change of the draft, and what follows from it: every draft is of a key that can be made. */
export function withChange(draft: Draft, change: Partial<Draft>): Draft {
  const { usage = draft.usage } = change
  const next = { ...draft, ...(usage === draft.usage ? {} : { spec: firstSpec(usage) }), ...change }
  const impossible = isInStore(next) ? storeReason(next) : next.origin === 'EXTERNAL' && importReason(next.spec)
  const possible = impossible ? { ...next, origin: 'AWS_KMS' } : next
  return possible.origin === draft.origin ? possible : { ...possible, keyStoreId: '', xksKeyId: '' }
}

/** Whether automatic rotation can be had, and is wanted. */
export function rotates(draft: Draft): boolean {
  return draft.rotate && noRotationReason(draft) === undefined
}

export function policyChoices(draft: Draft, { account, region }: ScopeDto): PolicyChoices {
  return { ...draft, account, partition: findRegion(region)?.partition ?? 'aws' }
}

/** Whether someone is named to whom the default policy would not give the key. */
export function namesSomeone({ administrators, users, accounts }: Draft): boolean {
  return administrators.length + users.length + accounts.length > 0
}

/** The key policy that the key will have. */
export function draftPolicy(draft: Draft, scope: ScopeDto): string {
  if (draft.ownPolicy !== undefined) return draft.ownPolicy
  const choices = policyChoices(draft, scope)
  if (namesSomeone(draft)) return policyText(consolePolicy(choices))
  return defaultKeyPolicyText(choices.account as Parameters<typeof defaultKeyPolicyText>[0], choices.partition)
}

/** What the server is asked for. A policy that is the default one anyhow is left to the service. */
export function newKey(draft: Draft, scope: ScopeDto): NewKeyDto {
  const { spec, usage, origin, multiRegion } = draft
  const own = draft.ownPolicy !== undefined || namesSomeone(draft)
  return {
    ...{ spec, usage, origin, multiRegion },
    ...(isInStore(draft) ? { keyStoreId: draft.keyStoreId } : {}),
    ...(origin === 'EXTERNAL_KEY_STORE' ? { xksKeyId: draft.xksKeyId.trim() } : {}),
    description: draft.description,
    alias: draft.alias.trim(),
    tags: draft.tags.filter((tag) => tag.key !== ''),
    ...(rotates(draft) ? { rotationPeriodInDays: Number(draft.period) } : {}),
    ...(own ? { policy: draftPolicy(draft, scope) } : {}),
  }
}
