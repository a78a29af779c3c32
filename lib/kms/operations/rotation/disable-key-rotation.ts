import { membersOf, synchronizeEvents, updateMembers } from '../../domain/multi-region.ts'
import { onKey } from '../../domain/on-key.ts'
import { checkAutomaticRotation } from '../../domain/rotation.ts'
import type { Operation } from '../../operation.ts'

export const disableKeyRotation: Operation<'DisableKeyRotation'> = {
  plan: (input, context) =>
    onKey('DisableKeyRotation', input.KeyId, context, (record) => ({
      fit: () => checkAutomaticRotation(record.key),
      async run() {
        if (record.key.rotationPeriodInDays === null) return { answer: undefined }
        const members = await membersOf(record, context.ports)
        return {
          answer: undefined,
          writes: updateMembers(members, { rotationPeriodInDays: null, nextRotationAt: null }),
          events: synchronizeEvents(members, context.now, context.ports),
        }
      },
    })),
}
