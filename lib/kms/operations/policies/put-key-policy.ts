import { acceptKeyPolicy, checkPolicyName } from '../../domain/key-policy.ts'
import { ownerOf } from '../../domain/material.ts'
import { onKey } from '../../domain/on-key.ts'
import { insert, update } from '../../domain/writes.ts'
import type { Operation } from '../../operation.ts'

/** Replaces the whole policy; the old version stays, so that past decisions can be explained. */
export const putKeyPolicy: Operation<'PutKeyPolicy'> = {
  plan(input, context) {
    const bypass = input.BypassPolicyLockoutSafetyCheck ?? false
    return onKey(
      'PutKeyPolicy',
      input.KeyId,
      context,
      ({ key }) => ({
        async run() {
          checkPolicyName(input.PolicyName)
          const { scope } = ownerOf(key)
          const { keyId } = key
          await acceptKeyPolicy(input.Policy, { scope, keyId, bypass }, context)
          const number = key.policyVersion + 1
          return {
            answer: undefined,
            writes: [
              insert('policy', { ...scope, keyId, number, createdAt: context.now, document: input.Policy }),
              update('key', key, { policyVersion: number }),
            ],
          }
        },
      }),
      { 'kms:bypasspolicylockoutsafetycheck': String(bypass) },
    )
  },
}
