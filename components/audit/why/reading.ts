import type { Decision, PolicyKind, StatementReference } from '#policy/decision.ts'
import type { CeilingTrace, GrantTrace, PolicyTrace, StatementTrace, Trace } from '#policy/explain/trace.ts'

/** What all policies of one kind said, in the order in which they are shown. */
export interface Section {
  readonly kind: PolicyKind
  readonly policies: readonly PolicyTrace[]
  readonly says: Says
  /** Where the kind can only take away. */
  readonly ceiling?: CeilingTrace
}

export type Says =
  | 'denies'
  | 'allows'
  | 'leaves it to the account'
  | 'does not allow'
  | 'no say'
  /** There is no policy of a kind that had to allow. */
  | 'none'

/** The kinds of policy that took part, and the one that was missing, each once; grants have their place between them. */
export function sectionsOf(trace: Trace): {
  readonly givers: readonly Section[]
  readonly ceilings: readonly Section[]
} {
  const sections = kindsOf(trace).map((kind) => sectionOf(kind, trace))
  return {
    givers: sections.filter(({ kind }) => GIVERS.includes(kind)),
    ceilings: sections.filter(({ kind }) => !GIVERS.includes(kind)),
  }
}

/** Kinds that can give; all others only take away. */
const GIVERS: readonly PolicyKind[] = ['resource-based policy', 'identity-based policy']

function kindsOf({ policies, decision }: Trace): readonly PolicyKind[] {
  const missing = decision.outcome === 'implicitly-denied' && decision.missing !== 'resource' ? [decision.missing] : []
  return [...new Set([...policies.map(({ kind }) => kind), ...missing])]
}

function sectionOf(kind: PolicyKind, trace: Trace): Section {
  const policies = trace.policies.filter((policy) => policy.kind === kind)
  const ceiling = trace.ceilings.find((one) => one.kind === kind)
  return { kind, policies, says: saysOf(policies, trace), ...(ceiling ? { ceiling } : {}) }
}

function saysOf(policies: readonly PolicyTrace[], { delegation }: Trace): Says {
  if (policies.length === 0) return 'none'
  const heard = policies.filter(({ exempt }) => exempt === undefined)
  if (heard.length === 0) return 'no say'
  const matched = heard.flatMap(({ statements }) => statements).filter((statement) => statement.matched)
  if (matched.some(({ effect }) => effect === 'Deny')) return 'denies'
  if (delegation && matched.some(({ reference }) => isSame(reference, delegation))) return 'leaves it to the account'
  return matched.length > 0 ? 'allows' : 'does not allow'
}

/** Statements or grants that spoke or nearly did, and those that need not be looked at. */
export interface Parted<T> {
  readonly shown: readonly T[]
  readonly folded: readonly T[]
}

export function partStatements(statements: readonly StatementTrace[], decision: Decision): Parted<StatementTrace> {
  return part(statements, (statement) => statement.matched || (lacksAllow(decision) && isNearAllow(statement)))
}

/** Only then is it worth knowing what nearly allowed. */
function lacksAllow({ outcome }: Decision): boolean {
  return outcome === 'implicitly-denied'
}

/** It is about this caller, and but for one thing, or for conditions only, it would allow. */
function isNearAllow({ effect, mismatches }: StatementTrace): boolean {
  if (effect === 'Deny' || mismatches.some((one) => one.part === 'principal' || one.part === 'statement')) return false
  return mismatches.length === 1 || mismatches.every((one) => one.part === 'condition')
}

export function partGrants(grants: readonly GrantTrace[], decision: Decision): Parted<GrantTrace> {
  return part(grants, ({ applies, mismatches }) => {
    return applies || (lacksAllow(decision) && mismatches.every((one) => one.part !== 'grantee'))
  })
}

function part<T>(all: readonly T[], isShown: (one: T) => boolean): Parted<T> {
  return { shown: all.filter(isShown), folded: all.filter((one) => !isShown(one)) }
}

/** Whether it was this statement that decided. */
export function isDeciding(reference: StatementReference, decision: Decision): boolean {
  return 'by' in decision && isSame(reference, decision.by)
}

export function isSame(a: StatementReference, b: StatementReference): boolean {
  return a.kind === b.kind && a.policy === b.policy && a.statement === b.statement
}

/** Of several checks the one to look at first: what refused the call, or else the first. */
export function firstToRead(traces: readonly Trace[]): number {
  return Math.max(
    0,
    traces.findIndex(({ decision }) => decision.outcome !== 'allowed'),
  )
}
