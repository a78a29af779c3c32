import { isForwarded } from '../../domain/conditions.ts'
import { endGrant } from '../../domain/grant.ts'
import { ownerOf } from '../../domain/material.ts'
import { onKey } from '../../domain/on-key.ts'
import { grantNotFound } from '../../errors.ts'
import type { Operation } from '../../operation.ts'

/** Ends a grant at once, by whoever may do that to any grant of the key. */
export const revokeGrant: Operation<'RevokeGrant'> = {
  plan: (input, context) =>
    onKey(
      'RevokeGrant',
      input.KeyId,
      context,
      (record) => ({
        async run() {
          const { scope, keyId } = ownerOf(record.key)
          const grant = await context.ports.store.grant(scope, keyId, input.GrantId)
          if (!grant || grant.endedAt !== null) throw grantNotFound(input.GrantId)
          return { answer: undefined, writes: endGrant(record, grant, context.now) }
        },
      }),
      { 'kms:grantisforawsresource': isForwarded(context) },
    ),
}
