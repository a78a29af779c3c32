import { onKey } from '../../domain/on-key.ts'
import { update } from '../../domain/writes.ts'
import type { Operation } from '../../operation.ts'

/** The key comes back Disabled, whatever it was before. */
export const cancelKeyDeletion: Operation<'CancelKeyDeletion'> = {
  plan: (input, context) =>
    onKey('CancelKeyDeletion', input.KeyId, context, ({ key }, { arn }) => ({
      run: () => ({
        answer: { KeyId: arn },
        writes: [update('key', key, { state: 'Disabled', deletionAt: null })],
      }),
    })),
}
