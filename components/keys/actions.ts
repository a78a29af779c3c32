import type { BatchDto } from '#console/dto/changes.ts'
import type { KeyRowDto } from '#console/dto/keys.ts'
import type { Action } from '../hooks/use-action.ts'

/** What may be done to one key or several, by the server actions of the pages. */
export interface KeyActions {
  readonly enableKeys: Action<[keyIds: readonly string[]], BatchDto>
  readonly disableKeys: Action<[keyIds: readonly string[]], BatchDto>
  readonly scheduleDeletion: Action<[keyIds: readonly string[], days: number], BatchDto>
  readonly cancelDeletion: Action<[keyIds: readonly string[]], BatchDto>
}

/** Why a change of state is not possible from a state; undefined when it is. */
export function whyNot(change: keyof KeyActions, state: string): string | undefined {
  const deleting = state === 'PendingDeletion' || state === 'PendingReplicaDeletion'
  if (change === 'cancelDeletion') return deleting ? undefined : 'Its deletion is not scheduled'
  if (deleting) return 'Its deletion is scheduled: cancel that first'
  if (change === 'enableKeys' && state === 'Enabled') return 'It is enabled already'
  if (change === 'disableKeys' && state === 'Disabled') return 'It is disabled already'
  if (change !== 'scheduleDeletion' && state !== 'Enabled' && state !== 'Disabled') return `Not while it is ${state}`
  return undefined
}

/** Why a key's material cannot be rotated now; undefined when it can. */
export function rotationReason({
  state,
  spec,
  origin,
}: Pick<KeyRowDto, 'state' | 'spec' | 'origin'>): string | undefined {
  if (spec !== 'SYMMETRIC_DEFAULT') return 'Only symmetric encryption keys rotate'
  if (origin !== 'AWS_KMS') return 'Its material was not made here'
  return state === 'Enabled' ? undefined : 'Only an enabled key rotates'
}
