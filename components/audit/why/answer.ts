import type { StatementReference } from '#policy/decision.ts'
import type { ConditionTrace, GrantMismatch, StatementTrace, Trace } from '#policy/explain/trace.ts'

/** What came nearest to allowing: one thing that is wanted, and what there is in its place. */
export interface NearMiss {
  readonly name: string
  /** Undefined when the request does not have it. */
  readonly has: string | undefined
  readonly wants: string
  readonly where: 'key policy' | 'identity policy' | 'another policy' | 'grant'
  /** How many things stand in the way. */
  readonly away: number
  /** None for a grant. */
  readonly statement?: StatementReference
}

/** The nearest of all statements and grants that would have allowed but for conditions; undefined when none would. */
export function nearestMiss({ decision, policies, grants }: Trace): NearMiss | undefined {
  if (decision.outcome !== 'implicitly-denied') return undefined
  const statements = policies.filter(({ exempt }) => exempt === undefined).flatMap((policy) => policy.statements)
  const misses = [...statements.map(ofStatement), ...grants.map(({ mismatches }) => ofGrant(mismatches))]
  return misses.filter((miss) => miss !== undefined).sort((a, b) => a.away - b.away)[0]
}

/** The statement to look at first in order to change what came of it: what denied, else what nearly allowed. */
export function statementToEdit(trace: Trace): StatementReference | undefined {
  if (trace.decision.outcome === 'explicitly-denied') return trace.decision.by
  return nearestMiss(trace)?.statement ?? trace.delegation
}

function ofStatement({ effect, mismatches, reference }: StatementTrace): NearMiss | undefined {
  const failed = mismatches.flatMap((one) => (one.part === 'condition' ? [one.condition] : []))
  const [first] = failed
  if (effect === 'Deny' || !first || failed.length < mismatches.length) return undefined
  return {
    ...pairOf(first),
    where: PLACES[reference.kind] ?? 'another policy',
    away: failed.length,
    statement: reference,
  }
}

const PLACES: { readonly [K in StatementReference['kind']]?: NearMiss['where'] } = {
  'resource-based policy': 'key policy',
  'identity-based policy': 'identity policy',
}

function pairOf({ key, actual, expected, resolved }: ConditionTrace): Pick<NearMiss, 'name' | 'has' | 'wants'> {
  const has = typeof actual === 'string' ? actual : actual?.join(', ')
  return { name: key, has, wants: (resolved ?? expected).map((value) => value ?? 'nothing').join(' or ') }
}

function ofGrant(mismatches: readonly GrantMismatch[]): NearMiss | undefined {
  const pairs = mismatches.flatMap((one) => (one.part === 'encryption context' ? [one] : []))
  const [first] = pairs
  if (!first || pairs.length < mismatches.length) return undefined
  const wants = first.expected ?? 'no such pair'
  return { name: first.name, has: first.actual, wants, where: 'grant', away: pairs.length }
}
