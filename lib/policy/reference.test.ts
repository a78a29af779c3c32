import { expect, it } from 'vitest'
import type { AccountId } from '#kernel/ids.ts'
import { rootPrincipal } from '#kernel/principal.ts'
import type { Decision } from './decision.ts'
import { referenceOf } from './reference.ts'
import type { GrantInForce } from './request.ts'

const principal = rootPrincipal('111122223333' as AccountId)
const request = {
  principal,
  action: 'kms:Encrypt',
  resource: 'arn:aws:kms:us-east-1:111122223333:key/k',
  resourceAccount: principal.account,
  context: new Map(),
}
const grants: readonly GrantInForce[] = Array.from({ length: 1000 }, (_, index) => ({
  id: `g${index}`,
  granteePrincipal: principal.arn,
  operations: new Set(['Encrypt']),
}))
const told = (decision: Decision, count: number) =>
  referenceOf(
    request,
    { identity: [], serviceControl: [], resourceControl: [], grants: grants.slice(0, count) },
    decision,
  ).grants

const denied = { outcome: 'implicitly-denied', missing: 'resource-based policy' } as const

it('tells every grant that could speak for the caller, of many the first and the one that decided', () => {
  expect(told(denied, 0)).toBeUndefined()
  expect(told(denied, 50)).toHaveLength(50)
  expect(told(denied, 1000)).toEqual(grants.slice(0, 50).map(({ id }) => id))
  const decided = told({ outcome: 'allowed', grant: 'g900' }, 1000)
  expect(decided).toHaveLength(50)
  expect(decided?.at(-1)).toBe('g900')
})
