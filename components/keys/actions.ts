import type { BatchDto } from '#console/dto/changes.ts'
import type { KeyRowDto } from '#console/dto/keys.ts'
import { stateText } from '../format.ts'
import type { Action } from '../hooks/use-action.ts'

/** What may be done to one key or several, by the server actions of the pages. */
export interface KeyActions {
  readonly enableKeys: Action<[keyIds: readonly string[]], BatchDto>
  readonly disableKeys: Action<[keyIds: readonly string[]], BatchDto>
  readonly scheduleDeletion: Action<[keyIds: readonly string[], days: number], BatchDto>
  readonly cancelDeletion: Action<[keyIds: readonly string[]], BatchDto>
}

const DELETING = 'Its deletion is scheduled: cancel that first'

export function isDeleting(state: string): boolean {
  return state === 'PendingDeletion' || state === 'PendingReplicaDeletion'
}

/** Whether something is under way that ends by itself in a moment. */
export function isBusy(state: string): boolean {
  return state === 'Creating' || state === 'Updating'
}

/** Whether the key is one that a service keeps in the account: its users can look at it, and no more. */
export function isAwsManaged({ manager }: Pick<KeyRowDto, 'manager'>): boolean {
  return manager === 'AWS'
}

/** Why a change of state is not possible from a state; undefined when it is. */
export function whyNot(change: keyof KeyActions, state: string): string | undefined {
  if (change === 'cancelDeletion') return isDeleting(state) ? undefined : 'Its deletion is not scheduled'
  if (isDeleting(state)) return DELETING
  if (change === 'enableKeys' && state === 'Enabled') return 'It is enabled already'
  if (change === 'disableKeys' && state === 'Disabled') return 'It is disabled already'
  const possible = change === 'scheduleDeletion' ? state !== 'Updating' : state === 'Enabled' || state === 'Disabled'
  return possible ? undefined : `Not while it is ${stateText(state).toLowerCase()}`
}

/** Why what belongs to a key (tags, aliases, description) cannot change; undefined when it can. */
export function lockedReason(key: Pick<KeyRowDto, 'state' | 'manager'>): string | undefined {
  if (isAwsManaged(key)) return 'AWS managed keys cannot be changed'
  return isDeleting(key.state) ? DELETING : undefined
}

/** What of a key decides whether it rotates. */
export type Rotating = Pick<KeyRowDto, 'state' | 'spec' | 'origin' | 'manager' | 'regionality' | 'regions'>

/** Whether a key is in a custom key store: its material is made there and stays as it is. */
export function isInKeyStore({ origin }: Pick<KeyRowDto, 'origin'>): boolean {
  return origin === 'AWS_CLOUDHSM' || origin === 'EXTERNAL_KEY_STORE'
}

/** Whether a key ever gets new material: only symmetric encryption keys do, outside custom key stores. */
export function everRotates(key: Pick<KeyRowDto, 'spec' | 'origin'>): boolean {
  return key.spec === 'SYMMETRIC_DEFAULT' && !isInKeyStore(key)
}

/** Why a key's material cannot be rotated now; undefined when it can. */
export function rotationReason(key: Rotating): string | undefined {
  if (isInKeyStore(key)) return 'Keys in custom key stores do not rotate'
  if (!everRotates(key)) return 'Only symmetric encryption keys rotate'
  if (isAwsManaged(key)) return 'It rotates by itself every year'
  if (key.regionality === 'REPLICA') return `It rotates with its primary in ${key.regions[0]}`
  return key.state === 'Enabled' ? undefined : 'Only an enabled key rotates'
}

/** Why a key cannot rotate by itself; undefined when that can be switched on. */
export function scheduleReason(key: Rotating): string | undefined {
  return key.origin === 'EXTERNAL' ? 'Imported material does not rotate by itself' : rotationReason(key)
}
