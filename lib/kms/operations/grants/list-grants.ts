import { isForwarded } from '../../domain/conditions.ts'
import { grantEntry } from '../../domain/grant.ts'
import { ownerOf } from '../../domain/material.ts'
import { onKey } from '../../domain/on-key.ts'
import { pageAnswer, pageOf, SHORT_PAGE } from '../../domain/pagination.ts'
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
          const asked = { limit: page.limit + 1, ...(page.after !== undefined && { after: page.after }) }
          const one = grantId === undefined ? undefined : await store.grant(scope, keyId, grantId)
          const found =
            grantId === undefined
              ? await store.grants(scope, keyId, asked, grantee)
              : [one].filter(
                  (row) => row !== undefined && row.endedAt === null && (grantee ?? row.grantee) === row.grantee,
                )
          const rows = found.filter((row) => row !== undefined)
          const { items, position } = await pageAnswer(rows, page, list, (row) => row.grantId, context)
          return { answer: { Grants: items.map(grantEntry), ...position } }
        },
      }),
      { 'kms:grantisforawsresource': isForwarded(context) },
    )
  },
}
