import { expect, it } from 'vitest'
import { EMPTY_GRANT, type GrantDraft, grantProblem, newGrant } from './grant-draft.ts'

const draft: GrantDraft = {
  ...EMPTY_GRANT,
  grantee: ' arn:aws:iam::111122223333:role/worker ',
  operations: new Set(['Decrypt']),
}

it('a grant needs somebody, something to allow, and pairs for a constraint', () => {
  expect(grantProblem(draft)).toBeUndefined()
  expect(grantProblem(EMPTY_GRANT)).toBeDefined()
  expect(grantProblem({ ...draft, operations: new Set() })).toBeDefined()
  expect(grantProblem({ ...draft, constraint: 'subset' })).toBeDefined()
  expect(grantProblem({ ...draft, name: 'a b' })).toBeDefined()
})

it('asks for the constraint that was chosen, without pairs that were left empty', () => {
  const pairs = [
    { name: 'tenant', value: 'acme' },
    { name: '', value: '' },
  ]
  expect(newGrant({ ...draft, constraint: 'equals', pairs })).toEqual({
    name: '',
    grantee: 'arn:aws:iam::111122223333:role/worker',
    retiree: '',
    operations: ['Decrypt'],
    constraints: { equals: [{ name: 'tenant', value: 'acme' }] },
  })
  expect(newGrant({ ...draft, pairs }).constraints).toEqual({})
})

it.each([
  [[pair('a', '1'), pair('', 'tenant-7')], 'Give the value a key'],
  [[pair('a', '1'), pair('a', '2')], 'The key a is there twice'],
])('sends no constraint that lacks a pair which was typed', (pairs, problem) => {
  expect(grantProblem({ ...draft, constraint: 'subset', pairs })).toBe(problem)
  expect(grantProblem({ ...draft, constraint: 'none', pairs })).toBeUndefined()
})

function pair(name: string, value: string) {
  return { name, value }
}
