import { onKey } from '../../domain/on-key.ts'
import { checkOnDemandRotation, checkRotationLimits, rotate } from '../../domain/rotation.ts'
import type { Operation } from '../../operation.ts'

/** Independent of the automatic schedule, which it does not move. Done at once, where AWS takes a while. */
export const rotateKeyOnDemand: Operation<'RotateKeyOnDemand'> = {
  plan: (input, context) =>
    onKey('RotateKeyOnDemand', input.KeyId, context, (record, { arn }) => ({
      fit: () => checkOnDemandRotation(record.key),
      async run() {
        checkRotationLimits(record.key, context.now)
        const { writes, event } = await rotate(record, 'ON_DEMAND', context.now, context.ports)
        return { answer: { KeyId: arn }, writes, events: [event] }
      },
    })),
}
