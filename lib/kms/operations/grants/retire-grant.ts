import type { Input } from '#model/api.ts'
import { denyUnknown } from '../../access.ts'
import { keyArn } from '../../domain/arn.ts'
import { contextConditions, keyCheck } from '../../domain/conditions.ts'
import { endGrant, grantInForce } from '../../domain/grant.ts'
import { openGrantToken } from '../../domain/grant-token.ts'
import type { KeyRef } from '../../domain/key-ref.ts'
import { resolveKey } from '../../domain/key-ref.ts'
import { ownerOf } from '../../domain/material.ts'
import { naming } from '../../domain/on-key.ts'
import { grantNotFound, invalid, invalidGrantToken } from '../../errors.ts'
import type { Context, Operation } from '../../operation.ts'

/** Ends a grant, named by its token or by key and id: by those whom the grant itself lets do so, or its issuer. */
export const retireGrant: Operation<'RetireGrant'> = {
  async plan(input, context) {
    const { ref, grantId } = await namedGrant(input, context)
    const { scope, keyId } = ownerOf(ref.record.key)
    const grant = await context.ports.store.grant(scope, keyId, grantId)
    if (!grant) throw unknownGrant(ref, grantId, context)
    if (grant.endedAt !== null) throw grantNotFound(grantId)
    const retires = grantInForce(grant)
    const pairs = retires.encryptionContextEquals ?? retires.encryptionContextSubset
    return {
      checks: [{ ...keyCheck('kms:RetireGrant', ref, context, contextConditions(pairs)), retires }],
      states: [ref.record],
      run: () => ({
        answer: undefined,
        writes: endGrant(ref.record, grant, context.now),
        trail: { additionalEventData: { grantId } },
      }),
    }
  },
}

/** Who does not know a grant of another account's key must not learn that the key is there either. */
function unknownGrant({ record }: KeyRef, grantId: string, { caller, scope }: Context) {
  if (record.key.account === scope.account) return grantNotFound(grantId)
  return denyUnknown('kms:RetireGrant', caller.principal, 'resource')
}

async function namedGrant(input: Input<'RetireGrant'>, context: Context): Promise<{ ref: KeyRef; grantId: string }> {
  const { GrantToken, KeyId, GrantId } = input
  const byToken = GrantToken !== undefined && KeyId === undefined && GrantId === undefined
  if (byToken) return byGrantToken(GrantToken, context)
  if (GrantToken !== undefined || KeyId === undefined || GrantId === undefined) {
    throw invalid('Specify either GrantToken, or KeyId and GrantId.')
  }
  return { ref: await resolveKey(KeyId, naming('RetireGrant', 'key'), context), grantId: GrantId }
}

async function byGrantToken(token: string, context: Context) {
  const opened = openGrantToken(token, context)
  if (!opened) throw invalidGrantToken()
  const arn = keyArn(opened.scope, opened.keyId)
  return { ref: await resolveKey(arn, naming('RetireGrant', 'key'), context), grantId: opened.grantId }
}
