import { sha256Hex } from '#kernel/hash.ts'
import type { GrantConstraints, Input } from '#model/api.ts'
import type { GrantTerms } from '#policy/request.ts'
import { contextConditions, isForwarded, keyCheck, type MoreConditions } from '../../domain/conditions.ts'
import { constraintsText, MAX_GRANTS } from '../../domain/grant.ts'
import { acceptGrant, checkGrantFit, checkGrantPrincipals, withoutEmptyConstraint } from '../../domain/grant-terms.ts'
import { mintGrantToken } from '../../domain/grant-token.ts'
import type { KeyRef } from '../../domain/key-ref.ts'
import { resolveKey } from '../../domain/key-ref.ts'
import { ownerOf } from '../../domain/material.ts'
import { naming } from '../../domain/on-key.ts'
import type { GrantRow } from '../../domain/rows.ts'
import type { Write } from '../../domain/writes.ts'
import { insert, update } from '../../domain/writes.ts'
import { limitExceeded } from '../../errors.ts'
import type { Context, Operation } from '../../operation.ts'

type Asked = Input<'CreateGrant'>

/**
 * The same name and terms again give the same grant, with a token of its own each time; without a name every call
 * makes a new one. A grantee hands on no more than it was given.
 */
export const createGrant: Operation<'CreateGrant'> = {
  async plan(asked, context) {
    const input = withoutEmptyConstraint(asked)
    const grantee = acceptGrant(input)
    const ref = await resolveKey(input.KeyId, naming('CreateGrant', 'key'), context)
    return {
      checks: [{ ...keyCheck('kms:CreateGrant', ref, context, conditionsOf(input, context)), asksFor: termsOf(input) }],
      fit: () => checkGrantFit(input, ref.record.key),
      states: [ref.record],
      run: () => grant(input, grantee, ref, context),
    }
  },
}

async function grant(input: Asked, grantee: string, { record, arn }: KeyRef, context: Context) {
  const { ports, now } = context
  const { key } = record
  const { scope, keyId } = ownerOf(key)
  await checkGrantPrincipals(input, context)
  const terms = {
    name: input.Name ?? '',
    issuer: context.caller.principal.account,
    grantee,
    retiree: input.RetiringPrincipal ?? input.RetiringServicePrincipal ?? null,
    operations: [...new Set(input.Operations)].join(' '),
    constraints: constraintsText(input.Constraints),
  }
  const same = terms.name === '' ? undefined : (await ports.store.grantsTo(scope, keyId, grantee)).find(isSame(terms))
  const drawn = await ports.identifiers.draw(scope, `grant ${keyId}`)
  const grantId = same?.grantId ?? sha256Hex(drawn.uuid)
  const token = mintGrantToken({ scope, keyId, grantId }, ports.materials)
  const answer = { GrantId: grantId, GrantToken: token }
  if (same) return { answer }
  if (key.grantCount >= MAX_GRANTS)
    throw limitExceeded(`${arn} has the most grants that a key may have: ${MAX_GRANTS}.`)
  const writes: Write[] = [
    ...drawn.writes,
    insert('grant', { ...scope, keyId, grantId, ...terms, createdAt: now, endedAt: null }),
    update('key', key, { grantCount: key.grantCount + 1 }),
  ]
  return { answer, writes }
}

type Terms = Pick<GrantRow, 'name' | 'issuer' | 'grantee' | 'retiree' | 'operations' | 'constraints'>

/** Operations are a set: their order does not matter. */
const isSame = (terms: Terms) => (row: GrantRow) =>
  (Object.keys(terms) as (keyof Terms)[]).every((name) => comparable(row)[name] === comparable(terms)[name])

const comparable = (terms: Terms): Terms => ({ ...terms, operations: terms.operations.split(' ').sort().join(' ') })

function termsOf({ Operations, Constraints }: Asked): GrantTerms {
  const { EncryptionContextEquals: equals, EncryptionContextSubset: subset, SourceArn } = Constraints ?? {}
  return {
    operations: new Set<string>(Operations),
    ...(equals && { encryptionContextEquals: equals }),
    ...(subset && { encryptionContextSubset: subset }),
    ...(SourceArn !== undefined && { sourceArn: SourceArn }),
  }
}

function conditionsOf(input: Asked, context: Context): MoreConditions {
  const { Constraints: constraints } = input
  return {
    ...contextConditions(constraints?.EncryptionContextEquals ?? constraints?.EncryptionContextSubset),
    'kms:grantoperations': input.Operations,
    'kms:granteeprincipal': input.GranteePrincipal,
    'kms:granteeserviceprincipal': input.GranteeServicePrincipal,
    'kms:retiringprincipal': input.RetiringPrincipal,
    'kms:retiringserviceprincipal': input.RetiringServicePrincipal,
    'kms:grantconstrainttype': constraintType(constraints),
    'kms:grantconstraintsourcearn': constraints?.SourceArn,
    'kms:grantisforawsresource': isForwarded(context),
  }
}

function constraintType(constraints: GrantConstraints | undefined): string | undefined {
  if (constraints?.EncryptionContextEquals) return 'EncryptionContextEquals'
  return constraints?.EncryptionContextSubset ? 'EncryptionContextSubset' : undefined
}
