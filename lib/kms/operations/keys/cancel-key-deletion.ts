import { isComplete } from '../../domain/imported-material.ts'
import { onKey } from '../../domain/on-key.ts'
import { update } from '../../domain/writes.ts'
import type { Operation } from '../../operation.ts'

/** The key comes back Disabled, whatever it was before; without all of its imported material it waits for that first. */
export const cancelKeyDeletion: Operation<'CancelKeyDeletion'> = {
  plan: (input, context) =>
    onKey('CancelKeyDeletion', input.KeyId, context, (record, { arn }) => ({
      run() {
        const back = isComplete(record)
          ? ({ state: 'Disabled', resumesAs: null } as const)
          : ({ state: 'PendingImport', resumesAs: 'Disabled' } as const)
        return {
          answer: { KeyId: arn },
          writes: [update('key', record.key, { ...back, deletionAt: null, pendingWindowInDays: null })],
        }
      },
    })),
}
