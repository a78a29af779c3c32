import type { EpochMillis } from '#kernel/ids.ts'
import type { KeyRow } from './rows.ts'

/** When something will happen to the key by itself. A disabled key rotates once it is enabled, not before. */
export function dueAt(key: Pick<KeyRow, 'state' | 'deletionAt' | 'nextRotationAt'>): EpochMillis | null {
  if (key.state === 'PendingDeletion') return key.deletionAt
  return key.state === 'Enabled' ? key.nextRotationAt : null
}
