import { isForwarded } from '../../domain/conditions.ts'
import { grantEntry } from '../../domain/grant.ts'
import { ownerOf } from '../../domain/material.ts'
import { onKey } from '../../domain/on-key.ts'
import { oneMore, pageAnswer, pageOf, SHORT_PAGE } from '../../domain/pagination.ts'
import type { GrantRow } from '../../domain/rows.ts'
import { invalid } from '../../errors.ts'
import type { Operation } from '../../operation.ts'

/** Grants in force on a key, in the order of their ids. */
export const listGrants: Operation<'ListGrants'> = {
  plan(input, context) {
    const { GrantId: grantId, GranteePrincipal: principal, GranteeServicePrincipal: service } = input
    if (principal !== undefined && service !== undefined) {
      throw invalid('Specify either GranteePrincipal or GranteeServicePrincipal, not both.')
    }
    return onKey(
      'ListGrants',
      input.KeyId,
      context,
      ({ key }) => ({
        async run() {
          const { store } = context.ports
          const { scope, keyId } = ownerOf(key)
          const grantee = principal ?? service
          const list = `ListGrants:${[keyId, grantId, grantee].join(':')}`
          const page = pageOf(input, SHORT_PAGE, list, context)
          const rows =
            grantId === undefined
              ? await store.grants(scope, keyId, oneMore(page), grantee)
              : inForce(await store.grant(scope, keyId, grantId), grantee)
          const { items, position } = await pageAnswer(rows, page, list, (row) => row.grantId, context)
          return { answer: { Grants: items.map(grantEntry), ...position } }
        },
      }),
      { 'kms:grantisforawsresource': isForwarded(context) },
    )
  },
}

/** The one grant that was asked for, where it is in force and to that grantee. */
function inForce(row: GrantRow | undefined, grantee: string | undefined): readonly GrantRow[] {
  return row && row.endedAt === null && (grantee ?? row.grantee) === row.grantee ? [row] : []
}
