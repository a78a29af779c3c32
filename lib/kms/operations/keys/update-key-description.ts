import { onKey } from '../../domain/on-key.ts'
import { update } from '../../domain/writes.ts'
import type { Operation } from '../../operation.ts'

export const updateKeyDescription: Operation<'UpdateKeyDescription'> = {
  plan: (input, context) =>
    onKey('UpdateKeyDescription', input.KeyId, context, ({ key }) => ({
      run: () => ({ answer: undefined, writes: [update('key', key, { description: input.Description })] }),
    })),
}
