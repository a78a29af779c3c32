import { POLICY_NAME } from '../../domain/key-policy.ts'
import { onKey } from '../../domain/on-key.ts'
import { LONG_PAGE, pageOf, pageOfAll } from '../../domain/pagination.ts'
import type { Operation } from '../../operation.ts'

/** A key has exactly one policy, so there is never a second page. */
export const listKeyPolicies: Operation<'ListKeyPolicies'> = {
  plan: (input, context) =>
    onKey('ListKeyPolicies', input.KeyId, context, ({ key }) => ({
      async run() {
        const list = `ListKeyPolicies:${key.keyId}`
        const page = pageOf(input, LONG_PAGE, list, context)
        const { items, position } = await pageOfAll([POLICY_NAME], page, list, (name) => name, context)
        return { answer: { PolicyNames: items, ...position } }
      },
    })),
}
