import type { AccountId, KeyId } from '#kernel/ids.ts'
import { accountOf } from '#policy/principals.ts'
import { denyUnknown } from '../../access.ts'
import { requestConditions } from '../../domain/conditions.ts'
import { grantEntry } from '../../domain/grant.ts'
import { pageAnswer, pageOf, SHORT_PAGE } from '../../domain/pagination.ts'
import type { GrantRow } from '../../domain/rows.ts'
import { invalid } from '../../errors.ts'
import type { Operation } from '../../operation.ts'
import type { GrantPlace } from '../../ports.ts'

/**
 * Grants that a principal of the caller's account may retire, on keys of any account in the Region: that needs no
 * permission on those keys. Of a service only those on the account's own keys: other accounts have theirs too.
 */
export const listRetirableGrants: Operation<'ListRetirableGrants'> = {
  plan(input, context) {
    const { RetiringPrincipal: principal, RetiringServicePrincipal: service } = input
    const retiree = principal ?? service
    if (retiree === undefined || (principal !== undefined && service !== undefined)) {
      throw invalid('Specify exactly one of RetiringPrincipal and RetiringServicePrincipal.')
    }
    return {
      checks: [{ action: 'kms:ListRetirableGrants', resource: { kind: 'none' }, context: requestConditions(context) }],
      fit() {
        if (principal === undefined || accountNamed(principal) === context.scope.account) return
        throw denyUnknown('kms:ListRetirableGrants', context.caller.principal, 'resource')
      },
      states: [],
      async run() {
        const list = `ListRetirableGrants:${retiree}`
        const page = pageOf(input, SHORT_PAGE, list, context)
        const { account } = context.scope
        const start = service === undefined ? undefined : startOf(account)
        const after = page.after === undefined ? start : placeFrom(page.after)
        const found = await context.ports.store.retirableGrants(context.scope, retiree, {
          limit: page.limit + 1,
          ...(after !== undefined && { after }),
        })
        const rows = service === undefined ? found : found.filter((row) => row.account === account)
        const { items, position } = await pageAnswer(rows, page, list, placeText, context)
        return { answer: { Grants: items.map(grantEntry), ...position } }
      },
    }
  },
}

/** The account of an ARN or account id; empty where it names none. */
const accountNamed = (principal: string) => accountOf(principal) ?? principal.split(':')[4] ?? ''

/** Before all grants on the keys of the account. */
const startOf = (account: AccountId): GrantPlace => ({ account, keyId: '' as KeyId, grantId: '' })

const placeText = ({ account, keyId, grantId }: GrantRow) => [account, keyId, grantId].join('/')

/** Of a marker, which only this list has written. */
function placeFrom(text: string): GrantPlace {
  const [account, keyId, grantId] = text.split('/')
  return { account, keyId, grantId } as GrantPlace
}
