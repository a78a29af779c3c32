import { addDays } from '#kernel/clock.ts'
import { onKey } from '../../domain/on-key.ts'
import { update } from '../../domain/writes.ts'
import { invalidMember } from '../../errors.ts'
import type { Operation } from '../../operation.ts'

/** The model lets 1 to 365 days through; the service takes these (AWS KMS API reference, ScheduleKeyDeletion). */
const WINDOW = { least: 7, most: 30, usual: 30 }

export const scheduleKeyDeletion: Operation<'ScheduleKeyDeletion'> = {
  plan(input, context) {
    const days = windowOf(input.PendingWindowInDays)
    return onKey(
      'ScheduleKeyDeletion',
      input.KeyId,
      context,
      ({ key }, { arn }) => ({
        run() {
          const deletionAt = addDays(context.now, days)
          return {
            answer: { KeyId: arn, DeletionDate: deletionAt, KeyState: 'PendingDeletion', PendingWindowInDays: days },
            writes: [update('key', key, { state: 'PendingDeletion', deletionAt })],
          }
        },
      }),
      { 'kms:schedulekeydeletionpendingwindowindays': String(days) },
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
