import type { KeyId } from '#kernel/ids.ts'
import { arnOf } from '../../domain/arn.ts'
import { requestConditions } from '../../domain/conditions.ts'
import { LONG_PAGE, oneMore, pageAnswer, pageOf } from '../../domain/pagination.ts'
import type { Operation } from '../../operation.ts'

export const listKeys: Operation<'ListKeys'> = {
  plan(input, context) {
    return {
      checks: [{ action: 'kms:ListKeys', resource: { kind: 'none' }, context: requestConditions(context) }],
      states: [],
      async run() {
        const page = pageOf(input, LONG_PAGE, 'ListKeys', context)
        const rows = await context.ports.store.keys(context.scope, oneMore<KeyId>(page))
        const { items, position } = await pageAnswer(rows, page, 'ListKeys', (key) => key.keyId, context)
        return { answer: { Keys: items.map((key) => ({ KeyId: key.keyId, KeyArn: arnOf(key) })), ...position } }
      },
    }
  },
}
