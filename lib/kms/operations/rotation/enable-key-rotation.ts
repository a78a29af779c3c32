import { addDays } from '#kernel/clock.ts'
import { onKey } from '../../domain/on-key.ts'
import { checkAutomaticRotation, DEFAULT_ROTATION_PERIOD } from '../../domain/rotation.ts'
import { update } from '../../domain/writes.ts'
import type { Operation } from '../../operation.ts'

/** Calling it again replaces the period, and the next rotation counts from now. */
export const enableKeyRotation: Operation<'EnableKeyRotation'> = {
  plan(input, context) {
    const days = input.RotationPeriodInDays ?? DEFAULT_ROTATION_PERIOD
    return onKey(
      'EnableKeyRotation',
      input.KeyId,
      context,
      ({ key }) => ({
        fit: () => checkAutomaticRotation(key),
        run: () => ({
          answer: undefined,
          writes: [update('key', key, { rotationPeriodInDays: days, nextRotationAt: addDays(context.now, days) })],
        }),
      }),
      { 'kms:rotationperiodindays': String(days) },
    )
  },
}
