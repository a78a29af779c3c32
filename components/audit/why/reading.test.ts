import { describe, expect, it } from 'vitest'
import type { Decision, PolicyKind } from '#policy/decision.ts'
import type { GrantTrace, Mismatch, StatementTrace, Trace } from '#policy/explain/trace.ts'
import { firstToRead, isDeciding, partGrants, partStatements, sectionsOf } from './reading.ts'

const KEY: PolicyKind = 'resource-based policy'
const IDENTITY: PolicyKind = 'identity-based policy'
const BOUNDARY: PolicyKind = 'permissions boundary'
const DENIED: Decision = { outcome: 'implicitly-denied', missing: IDENTITY }
const REFUSED: Decision = { outcome: 'explicitly-denied', by: { kind: KEY, policy: KEY, statement: 9 } }
const ALLOWED: Decision = { outcome: 'allowed', grant: 'g' }

const condition: Mismatch = {
  part: 'condition',
  condition: { operator: 'StringEquals', key: 'k', expected: ['a'], actual: undefined, met: false },
}
const other: Mismatch = { part: 'principal', element: 'Principal', listed: ['x'] }
const action: Mismatch = { part: 'action', element: 'Action', listed: ['x'] }
const resource: Mismatch = { part: 'resource', element: 'Resource', listed: ['x'] }

function statement(kind: PolicyKind, mismatches: readonly Mismatch[] = [], more: object = {}): StatementTrace {
  const reference = { kind, policy: kind, statement: 0 }
  return { reference, effect: 'Allow', matched: mismatches.length === 0, mismatches, conditions: [], ...more }
}

function trace(policies: readonly StatementTrace[], more: Partial<Trace> = {}): Trace {
  return {
    ...{ principal: 'p', action: 'a', resource: 'r', crossAccount: false, grants: [], ceilings: [], reason: '' },
    policies: policies.map((one) => ({ kind: one.reference.kind, policy: one.reference.policy, statements: [one] })),
    decision: DENIED,
    ...more,
  }
}

describe('what each kind of policy said', () => {
  it('a kind that had to allow and is not there is shown as none', () => {
    const { givers } = sectionsOf(trace([statement(KEY)]))
    expect(givers.map(({ kind, says }) => [kind, says])).toEqual([
      [KEY, 'allows'],
      [IDENTITY, 'none'],
    ])
  })

  it('a key policy that names the account leaves it to the account', () => {
    const delegation = { kind: KEY, policy: KEY, statement: 0 }
    expect(sectionsOf(trace([statement(KEY)], { delegation })).givers[0]?.says).toBe('leaves it to the account')
  })

  it('a deny outweighs an allow, and an exempt policy has no say', () => {
    const denies = trace([statement(KEY), statement(KEY, [], { effect: 'Deny' })])
    expect(sectionsOf(denies).givers[0]?.says).toBe('denies')
    const exempt = { kind: KEY, policy: KEY, exempt: 'so', statements: [statement(KEY)] }
    expect(sectionsOf(trace([], { policies: [exempt] })).givers[0]?.says).toBe('no say')
  })

  it('what only takes away comes by itself', () => {
    const ceiling = { kind: BOUNDARY, says: 'does not allow' } as const
    const { ceilings } = sectionsOf(trace([statement(BOUNDARY, [action])], { ceilings: [ceiling] }))
    expect(ceilings).toMatchObject([{ kind: BOUNDARY, says: 'does not allow', ceiling }])
  })
})

describe('what is folded away', () => {
  const shown = (mismatches: readonly Mismatch[], decision: Decision, more = {}) =>
    partStatements([statement(KEY, mismatches, more)], decision).shown.length === 1

  it('a statement that applies is always shown', () => {
    expect(shown([], ALLOWED)).toBe(true)
    expect(shown([], DENIED)).toBe(true)
  })

  it('an allow that was missed by one thing, or by conditions, is shown where an allow was missing', () => {
    expect(shown([condition, condition], DENIED)).toBe(true)
    expect(shown([action], DENIED)).toBe(true)
    expect(shown([condition], ALLOWED)).toBe(false)
    expect(shown([condition], REFUSED)).toBe(false)
    expect(shown([action, resource], DENIED)).toBe(false)
    expect(shown([other], DENIED)).toBe(false)
    expect(shown([condition], DENIED, { effect: 'Deny' })).toBe(false)
  })

  it('grants to others are folded away', () => {
    const grant = (mismatches: GrantTrace['mismatches']): GrantTrace => {
      return { grant: 'g', applies: mismatches.length === 0, names: 'caller', mismatches }
    }
    const operation = { part: 'operation', operations: ['Sign'] } as const
    const { shown, folded } = partGrants([grant([operation]), grant([{ part: 'grantee', grantee: 'x' }])], DENIED)
    expect([shown.length, folded.length]).toEqual([1, 1])
    expect(partGrants([grant([operation]), grant([])], ALLOWED).shown).toHaveLength(1)
  })
})

it('the statement that decided is known by its policy and number', () => {
  const by = { kind: KEY, policy: KEY, statement: 0 }
  expect(isDeciding(by, { outcome: 'allowed', by })).toBe(true)
  expect(isDeciding({ ...by, statement: 1 }, { outcome: 'allowed', by })).toBe(false)
  expect(isDeciding(by, DENIED)).toBe(false)
})

it('the check that refused is read first', () => {
  expect(firstToRead([trace([], { decision: ALLOWED }), trace([])])).toBe(1)
  expect(firstToRead([trace([], { decision: ALLOWED })])).toBe(0)
})
