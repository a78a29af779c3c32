import { checkPolicyName, POLICY_NAME } from '../../domain/key-policy.ts'
import { onKey } from '../../domain/on-key.ts'
import type { Operation } from '../../operation.ts'

export const getKeyPolicy: Operation<'GetKeyPolicy'> = {
  plan: (input, context) =>
    onKey('GetKeyPolicy', input.KeyId, context, ({ policy }) => ({
      run() {
        checkPolicyName(input.PolicyName)
        return { answer: { Policy: policy.document, PolicyName: POLICY_NAME } }
      },
    })),
}
