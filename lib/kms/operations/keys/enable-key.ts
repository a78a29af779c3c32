import { onKey } from '../../domain/on-key.ts'
import { update } from '../../domain/writes.ts'
import type { Operation } from '../../operation.ts'

export const enableKey: Operation<'EnableKey'> = {
  plan: (input, context) =>
    onKey('EnableKey', input.KeyId, context, ({ key }) => ({
      run: () => ({
        answer: undefined,
        writes: key.state === 'Enabled' ? [] : [update('key', key, { state: 'Enabled' })],
      }),
    })),
}
