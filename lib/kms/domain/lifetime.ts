import type { KeyLifetime } from '#audit/event.ts'
import { addDays } from '#kernel/clock.ts'
import type { EpochMillis } from '#kernel/ids.ts'
import type { KeyRecord } from '../ports.ts'
import { isMultiRegion } from './multi-region.ts'
import type { KeyRow } from './rows.ts'

/** The longest waiting period, which is the usual one: rows of older versions do not tell theirs. */
const WINDOW_DAYS = 30

/** The lifetime of a key that is there, as its rows tell it. */
export function lifetimeOf({ key, materials }: Pick<KeyRecord, 'key' | 'materials'>): KeyLifetime {
  const { createdAt, spec } = key
  const since = waitingSince(key)
  return {
    createdAt,
    inKeyStore: key.customKeyStoreId !== null,
    multiRegion: isMultiRegion(key),
    rotations: materials.flatMap(({ rotatedAt }) => rotatedAt ?? []).sort((a, b) => a - b),
    spec,
    ...(since !== undefined && { waitingSince: since }),
  }
}

type Waiting = Pick<KeyRow, 'state' | 'createdAt' | 'deletionAt' | 'pendingWindowInDays'>

/**
 * Since when the deletion of a key is pending, as far as its row tells; undefined where it is not. Of a primary that
 * waits for its replicas the row does not tell: as if it had waited all the time.
 */
function waitingSince({ state, createdAt, deletionAt, pendingWindowInDays }: Waiting): EpochMillis | undefined {
  if (state === 'PendingReplicaDeletion') return createdAt
  if (state !== 'PendingDeletion' || deletionAt === null) return undefined
  return Math.max(createdAt, addDays(deletionAt, -(pendingWindowInDays ?? WINDOW_DAYS))) as EpochMillis
}
