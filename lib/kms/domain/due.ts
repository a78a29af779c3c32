import type { EpochMillis } from '#kernel/ids.ts'
import type { KeyRow } from './rows.ts'

/** The members of a key that say when something happens to it by itself. */
export type Schedule = Pick<
  KeyRow,
  'state' | 'createdAt' | 'deletionAt' | 'validTo' | 'nextRotationAt' | 'region' | 'primaryRegion'
>

/**
 * When something will happen to the key by itself: its deletion, the expiry of imported material, the end of its
 * creation or update, its rotation. A disabled key rotates once it is enabled, a replica only with its primary.
 */
export function dueAt(key: Schedule): EpochMillis | null {
  const times = [ofState(key), key.validTo, rotatesItself(key) ? key.nextRotationAt : null]
  const due = times.filter((time) => time !== null)
  return due.length === 0 ? null : (Math.min(...due) as EpochMillis)
}

/** What is under way in Creating and Updating ends at once: it has been due since the key was made. */
function ofState({ state, deletionAt, createdAt }: Schedule): EpochMillis | null {
  if (state === 'PendingDeletion') return deletionAt
  return state === 'Creating' || state === 'Updating' ? createdAt : null
}

function rotatesItself({ state, region, primaryRegion }: Schedule): boolean {
  return state === 'Enabled' && (primaryRegion === null || primaryRegion === region)
}
