import { onKey } from '../../domain/on-key.ts'
import { checkAutomaticRotation } from '../../domain/rotation.ts'
import { update } from '../../domain/writes.ts'
import type { Operation } from '../../operation.ts'

export const disableKeyRotation: Operation<'DisableKeyRotation'> = {
  plan: (input, context) =>
    onKey('DisableKeyRotation', input.KeyId, context, ({ key }) => ({
      fit: () => checkAutomaticRotation(key),
      run: () => ({
        answer: undefined,
        writes:
          key.rotationPeriodInDays === null
            ? []
            : [update('key', key, { rotationPeriodInDays: null, nextRotationAt: null })],
      }),
    })),
}
