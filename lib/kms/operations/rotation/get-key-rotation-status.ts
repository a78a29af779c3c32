import { onKey } from '../../domain/on-key.ts'
import { rotatesAutomatically } from '../../domain/rotation.ts'
import type { Operation } from '../../operation.ts'

export const getKeyRotationStatus: Operation<'GetKeyRotationStatus'> = {
  plan: (input, context) =>
    onKey('GetKeyRotationStatus', input.KeyId, context, ({ key }) => ({
      run: () => ({
        answer: {
          KeyId: key.keyId,
          KeyRotationEnabled: rotatesAutomatically(key),
          ...(rotatesAutomatically(key) ? { RotationPeriodInDays: key.rotationPeriodInDays } : {}),
          ...(rotatesAutomatically(key) && key.nextRotationAt !== null ? { NextRotationDate: key.nextRotationAt } : {}),
        },
      }),
    })),
}
