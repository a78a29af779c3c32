import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Decision } from '../decision.ts'
import type { Statement } from '../document.ts'
import { compileDocuments, type Documents, type PolicySource } from '../documents.ts'
import { evaluate } from '../evaluate.ts'
import type { AuthorizationRequest } from '../request.ts'
import { type Choices, ListedChoices, RecordedChoices, SeededChoices } from './choices.ts'
import { explain } from './explain.ts'
import { type RandomCase, randomCase } from './random-case.ts'

const RUNS = Number(process.env.KEYSTEAD_POLICY_RUNS ?? 100_000)
const FIRST_SEED = Number(process.env.KEYSTEAD_POLICY_SEED ?? 1)
const MINUTES = 60_000

type Decide = (request: AuthorizationRequest, documents: Documents) => Decision

const fast: Decide = (request, documents) => evaluate(request, compileDocuments(documents))

/** Decisions are small and flat, and both evaluators name their parts in the same order or in another. */
function agree(a: Decision, b: Decision): boolean {
  const text = (decision: Decision) => JSON.stringify(Object.entries(decision).sort(([x], [y]) => (x < y ? -1 : 1)))
  return a.outcome === b.outcome && (JSON.stringify(a) === JSON.stringify(b) || text(a) === text(b))
}

/** Whether both come to the same decision on the case that the choices make. */
function agreeOn(choices: Choices, decide: Decide): boolean {
  const { request, documents } = randomCase(choices)
  return agree(decide(request, documents), explain(request, documents).decision)
}

/** The first seed on which the evaluators differ. */
function firstDifference(decide: Decide, runs: number): number | undefined {
  for (let seed = FIRST_SEED; seed < FIRST_SEED + runs; seed += 1) {
    if (!agreeOn(new SeededChoices(seed), decide)) return seed
  }
  return undefined
}

/** The smallest case near that of the seed on which they differ, as JSON. */
function shrunk(seed: number, decide: Decide): string {
  const recorded = new RecordedChoices(new SeededChoices(seed))
  randomCase(recorded)
  const property = fc.property(fc.array(fc.nat(), { maxLength: recorded.made.length }), (list) =>
    agreeOn(new ListedChoices(list), decide),
  )
  const { counterexample } = fc.check(property, { examples: [[recorded.made]], numRuns: 1 })
  const smallest = randomCase(new ListedChoices(counterexample?.[0] ?? recorded.made))
  return shown(smallest, decide)
}

function shown({ request, documents }: RandomCase, decide: Decide): string {
  const trace = explain(request, documents)
  const plain = (_: string, value: unknown) =>
    value instanceof Map ? Object.fromEntries(value) : value instanceof Set ? [...value] : value
  return JSON.stringify({ request, documents, fast: decide(request, documents), plain: trace.decision }, plain, 1)
}

/** What kind of decision it is, as far as the rules tell them apart. */
function kindOf(decision: Decision): string {
  if (decision.outcome === 'implicitly-denied') return `no ${decision.missing}`
  if (decision.outcome === 'explicitly-denied')
    return `deny in ${decision.by.kind}${decision.foreign ? ', foreign' : ''}`
  if ('grant' in decision) return 'allowed by grant'
  if ('foreign' in decision) return 'allowed by another account'
  const delegated = decision.delegated ? ', delegated' : ''
  return 'root' in decision ? `allowed, root${delegated}` : `allowed by ${decision.by.kind}${delegated}`
}

describe('both evaluators', () => {
  it(`agree on ${RUNS} random cases`, { timeout: 30 * MINUTES }, () => {
    const seed = firstDifference(fast, RUNS)
    expect(seed === undefined ? '' : `seed ${seed}: ${shrunk(seed, fast)}`).toBe('')
  })

  it('meet every kind of decision in those cases', () => {
    const met = new Map<string, number>()
    for (let seed = 1; seed <= 10_000; seed += 1) {
      const { request, documents } = randomCase(new SeededChoices(seed))
      const kind = kindOf(fast(request, documents))
      met.set(kind, (met.get(kind) ?? 0) + 1)
    }
    const rare = KINDS.filter((kind) => (met.get(kind) ?? 0) < 5)
    expect(rare).toEqual([])
    expect([...met.keys()].filter((kind) => !KINDS.includes(kind))).toEqual([])
  })
})

const KINDS = [
  'allowed by grant',
  'allowed by identity-based policy',
  'allowed by identity-based policy, delegated',
  'allowed by resource-based policy',
  'allowed, root',
  'allowed, root, delegated',
  'deny in VPC endpoint policy',
  'deny in identity-based policy',
  'deny in permissions boundary',
  'deny in resource control policy',
  'deny in resource control policy, foreign',
  'deny in resource-based policy',
  'deny in resource-based policy, foreign',
  'deny in service control policy',
  'deny in session policy',
  'no VPC endpoint policy',
  'no identity-based policy',
  'no permissions boundary',
  'no resource',
  'no resource control policy',
  'no resource-based policy',
  'no service control policy',
  'no session policy',
]

/** An evaluator that is wrong in one way: it answers another question than the one that was asked. */
function mutant(change: (request: AuthorizationRequest, documents: Documents) => Partial<RandomCase>): Decide {
  return (request, documents) => {
    const changed = change(request, documents)
    return fast(changed.request ?? request, changed.documents ?? documents)
  }
}

const inStatements = (change: (statement: Statement) => Statement) =>
  mutant((_, documents) => {
    const edit = ({ id, document }: PolicySource): PolicySource => ({
      id,
      document: { ...document, statements: document.statements.map(change) },
    })
    const { resource, identity } = documents
    return { documents: { ...documents, ...(resource && { resource: edit(resource) }), identity: identity.map(edit) } }
  })

const renaming = (from: RegExp, to: string) =>
  inStatements((statement) => ({
    ...statement,
    conditions: statement.conditions.map((one) => ({ ...one, operator: one.operator.replace(from, to) })),
  }))

describe('the comparison sees an evaluator that', () => {
  it.each<[string, Decide]>([
    ['forgets the boundary', mutant((_, { boundary: _boundary, ...documents }) => ({ documents }))],
    ['forgets session policies', mutant((_, documents) => ({ documents: { ...documents, session: [] } }))],
    ['forgets the endpoint', mutant((_, { endpoint: _endpoint, ...documents }) => ({ documents }))],
    ['forgets grants', mutant((_, documents) => ({ documents: { ...documents, grants: [] } }))],
    ['binds AWS managed keys', mutant(({ awsManaged: _awsManaged, ...request }) => ({ request }))],
    ['forgets what a child grant asks for', mutant(({ asksFor: _asksFor, ...request }) => ({ request }))],
    ['ignores the encryption context', mutant(({ encryptionContext: _context, ...request }) => ({ request }))],
    [
      'reads statements backwards',
      mutant((_, documents) => ({ documents: { ...documents, identity: documents.identity.toReversed() } })),
    ],
    ['takes ForAllValues for ForAnyValue', renaming(/^ForAllValues/, 'ForAnyValue')],
    ['forgets IfExists', renaming(/IfExists$/, '')],
    ['takes Like for Equals', renaming(/StringLike/, 'StringEquals')],
    ['takes less for less or equal', renaming(/NumericLessThan$/, 'NumericLessThanEquals')],
    ['ignores case', renaming(/StringEquals$/, 'StringEqualsIgnoreCase')],
    [
      'forgets to negate principals',
      inStatements(({ principal, ...rest }) => ({
        ...rest,
        ...(principal && { principal: { ...principal, negated: false } }),
      })),
    ],
    [
      'forgets to negate actions',
      inStatements(({ action, ...rest }) => ({ ...rest, ...(action && { action: { ...action, negated: false } }) })),
    ],
    ['forgets statement ids', inStatements(({ sid: _sid, ...statement }) => statement)],
  ])('%s', (_, wrong) => {
    expect(firstDifference(wrong, 20_000)).toBeDefined()
  })

  it('is wrong, and shows it on a small case', () => {
    const forgetful = mutant((_, documents) => ({ documents: { ...documents, grants: [] } }))
    const { documents } = JSON.parse(shrunk(firstDifference(forgetful, 20_000) ?? 0, forgetful))
    expect(documents.grants).toHaveLength(1)
    expect(documents.identity).toEqual([])
  })
})
