import { onKey } from '../../domain/on-key.ts'
import { checkOnDemandRotation, checkRotationLimits, rotate, rotateToImported } from '../../domain/rotation.ts'
import type { Operation } from '../../operation.ts'

/** Independent of the automatic schedule, which it does not move. Done at once, where AWS takes a while. */
export const rotateKeyOnDemand: Operation<'RotateKeyOnDemand'> = {
  plan: (input, context) =>
    onKey('RotateKeyOnDemand', input.KeyId, context, (record, { arn }) => ({
      fit: () => checkOnDemandRotation(record.key),
      async run() {
        const { now, ports } = context
        checkRotationLimits(record.key, now)
        const rotation =
          record.key.origin === 'EXTERNAL'
            ? await rotateToImported(record, now, ports)
            : await rotate(record, 'ON_DEMAND', now, ports)
        return { answer: { KeyId: arn }, ...rotation }
      },
    })),
}
