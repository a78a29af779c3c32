import { addDays } from '#kernel/clock.ts'
import { deletionTrail } from '../../domain/key-store-trail.ts'
import { withoutUse } from '../../domain/last-use.ts'
import { isMultiRegion, isReplica, replicaRegionsOf } from '../../domain/multi-region.ts'
import { onKey } from '../../domain/on-key.ts'
import { update } from '../../domain/writes.ts'
import { invalidMember } from '../../errors.ts'
import type { Operation } from '../../operation.ts'

/** The model lets 1 to 365 days through; the service takes these (AWS KMS API reference, ScheduleKeyDeletion). */
const WINDOW = { least: 7, most: 30, usual: 30 }

/** The waiting period of a primary begins when its last replica is gone. */
export const scheduleKeyDeletion: Operation<'ScheduleKeyDeletion'> = {
  plan(input, context) {
    const days = windowOf(input.PendingWindowInDays)
    return onKey(
      'ScheduleKeyDeletion',
      input.KeyId,
      context,
      (record, { arn }) => ({
        run() {
          const { key } = record
          const waits = isMultiRegion(key) && !isReplica(key) && replicaRegionsOf(key).length > 0
          const answer = { KeyId: arn, PendingWindowInDays: days }
          if (waits) {
            const state = 'PendingReplicaDeletion' as const
            return {
              answer: { ...answer, KeyState: state },
              writes: [update('key', key, { state, resumesAs: null, pendingWindowInDays: days })],
            }
          }
          const [state, deletionAt] = ['PendingDeletion' as const, addDays(context.now, days)]
          return {
            answer: { ...answer, DeletionDate: deletionAt, KeyState: state },
            writes: [update('key', key, { state, resumesAs: null, deletionAt, pendingWindowInDays: days })],
            ...deletionTrail(record),
          }
        },
      }),
      async (record) => ({
        'kms:schedulekeydeletionpendingwindowindays': String(days),
        ...(await withoutUse(record, context)),
      }),
    )
  },
}

function windowOf(days = WINDOW.usual): number {
  if (days < WINDOW.least) {
    throw invalidMember(days, 'pendingWindowInDays', `Member must have value greater than or equal to ${WINDOW.least}`)
  }
  if (days > WINDOW.most) {
    throw invalidMember(days, 'pendingWindowInDays', `Member must have value less than or equal to ${WINDOW.most}`)
  }
  return days
}
