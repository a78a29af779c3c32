import { describe, expect, it } from 'vitest'
import type { StatementReference } from '#policy/decision.ts'
import type { Mismatch, StatementTrace, Trace } from '#policy/explain/trace.ts'
import { nearestMiss, statementToEdit } from './answer.ts'

const KEY = 'resource-based policy'
const reference = (statement: number, kind: StatementReference['kind'] = KEY) => ({ kind, policy: 'p', statement })
const condition = (key: string, actual: string | undefined, ...expected: string[]): Mismatch => {
  return { part: 'condition', condition: { operator: 'StringEquals', key, expected, actual, met: false } }
}
const action: Mismatch = { part: 'action', element: 'Action', listed: ['kms:Encrypt'] }

function statement(
  number: number,
  mismatches: readonly Mismatch[],
  more: Partial<StatementTrace> = {},
): StatementTrace {
  const matched = mismatches.length === 0
  return { reference: reference(number), effect: 'Allow', matched, mismatches, conditions: [], ...more }
}

function trace(statements: readonly StatementTrace[], more: Partial<Trace> = {}): Trace {
  return {
    ...{
      principal: 'p',
      action: 'kms:Decrypt',
      resource: 'r',
      crossAccount: false,
      grants: [],
      ceilings: [],
      reason: '',
    },
    policies: [{ kind: KEY, policy: 'p', statements }],
    decision: { outcome: 'implicitly-denied', missing: 'identity-based policy' },
    ...more,
  }
}

describe('what came nearest to allowing', () => {
  it('is the statement that fewest conditions kept from it', () => {
    const two = statement(0, [condition('a', 'x', 'y'), condition('b', undefined, 'z')])
    const one = statement(1, [condition('kms:EncryptionContext:purpose', 'refund', 'settlement', 'payout')])
    expect(nearestMiss(trace([two, one]))).toEqual({
      ...{ name: 'kms:EncryptionContext:purpose', has: 'refund', wants: 'settlement or payout' },
      ...{ where: 'key policy', away: 1, statement: reference(1) },
    })
  })

  it('is never a statement of other things, a deny, or one that has no say', () => {
    const other = statement(0, [action, condition('a', 'x', 'y')])
    const deny = statement(1, [condition('a', 'x', 'y')], { effect: 'Deny' })
    expect(nearestMiss(trace([other, deny]))).toBeUndefined()
    const exempt = {
      kind: KEY,
      policy: 'p',
      exempt: 'so',
      statements: [statement(0, [condition('a', 'x', 'y')])],
    } as const
    expect(nearestMiss(trace([], { policies: [exempt] }))).toBeUndefined()
    expect(nearestMiss(trace([statement(0, [])], { decision: { outcome: 'allowed', root: true } }))).toBeUndefined()
  })

  it('can be a grant whose pairs do not fit', () => {
    const pair = { part: 'encryption context', constraint: 'EncryptionContextSubset', name: 'tenant' } as const
    const mismatches = [{ ...pair, expected: 'acme', actual: undefined }]
    const grants = [{ grant: 'g', applies: false, names: 'caller', mismatches }] as const
    expect(nearestMiss(trace([], { grants }))).toMatchObject({ where: 'grant', has: undefined, wants: 'acme' })
  })
})

it('the statement to edit is the one that denied, or nearly allowed, or leaves it to the account', () => {
  const by = reference(3)
  expect(statementToEdit(trace([], { decision: { outcome: 'explicitly-denied', by } }))).toBe(by)
  expect(statementToEdit(trace([statement(2, [condition('a', 'x', 'y')])]))).toEqual(reference(2))
  expect(statementToEdit(trace([], { delegation: by }))).toBe(by)
  expect(statementToEdit(trace([]))).toBeUndefined()
})
