import { addDays } from '#kernel/clock.ts'
import { membersOf, synchronizeEvents, updateMembers } from '../../domain/multi-region.ts'
import { onKey } from '../../domain/on-key.ts'
import { checkAutomaticRotation, DEFAULT_ROTATION_PERIOD } from '../../domain/rotation.ts'
import type { Operation } from '../../operation.ts'

/** Calling it again replaces the period, and the next rotation counts from now. */
export const enableKeyRotation: Operation<'EnableKeyRotation'> = {
  plan(input, context) {
    const days = input.RotationPeriodInDays ?? DEFAULT_ROTATION_PERIOD
    return onKey(
      'EnableKeyRotation',
      input.KeyId,
      context,
      (record) => ({
        fit: () => checkAutomaticRotation(record.key),
        async run() {
          const members = await membersOf(record, context.ports)
          const schedule = { rotationPeriodInDays: days, nextRotationAt: addDays(context.now, days) }
          return {
            answer: undefined,
            writes: updateMembers(members, schedule),
            events: synchronizeEvents(members, context.now, context.ports),
          }
        },
      }),
      { 'kms:rotationperiodindays': String(days) },
    )
  },
}
