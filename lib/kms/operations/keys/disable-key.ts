import { withoutUse } from '../../domain/last-use.ts'
import { onKey } from '../../domain/on-key.ts'
import { update } from '../../domain/writes.ts'
import type { Operation } from '../../operation.ts'

export const disableKey: Operation<'DisableKey'> = {
  plan: (input, context) =>
    onKey(
      'DisableKey',
      input.KeyId,
      context,
      ({ key }) => ({
        run: () => ({
          answer: undefined,
          writes: key.state === 'Disabled' ? [] : [update('key', key, { state: 'Disabled' })],
        }),
      }),
      (record) => withoutUse(record, context),
    ),
}
