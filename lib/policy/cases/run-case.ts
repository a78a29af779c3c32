import type { Decision } from '../decision.ts'
import { compileDocuments } from '../documents.ts'
import { evaluate } from '../evaluate.ts'
import { explain } from '../explain/explain.ts'
import type { Trace } from '../explain/trace.ts'
import type { PolicyCase } from './case-file.ts'

export interface CaseResult {
  readonly id: string
  readonly passed: boolean
  /** What is wrong, for people; empty when it passed. */
  readonly faults: readonly string[]
  readonly trace: Trace
}

/** Asks both evaluators. The fast one must come to what the case expects, and the plain one to the same decision. */
export function runCase({ id, request, documents, expect, decider }: PolicyCase): CaseResult {
  const decision = evaluate(request, compileDocuments(documents))
  const trace = explain(request, documents)
  const faults = [
    ...(decision.outcome === expect ? [] : [`expected ${expect}, got ${decision.outcome}`]),
    ...(decider === undefined || deciderOf(decision) === decider
      ? []
      : [`expected to be decided by: ${decider}, was by: ${deciderOf(decision)}`]),
    ...(isSame(decision, trace.decision) ? [] : [`the evaluators differ: the fast one says ${sorted(decision)}`]),
  ]
  return { id, passed: faults.length === 0, faults, trace }
}

/** `grant`, `root`, or the kind of policy that allowed, denied, or had to allow and did not; `resource` for none to tell. */
export function deciderOf(decision: Decision): string {
  if (decision.outcome === 'implicitly-denied') return decision.missing
  if ('grant' in decision) return 'grant'
  if ('by' in decision) return decision.by.kind
  return 'root' in decision ? 'root' : 'another account'
}

const isSame = (a: Decision, b: Decision) => sorted(a) === sorted(b)

function sorted(value: object): string {
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${members.map(([name, item]) => `${name}: ${typeof item === 'object' ? sorted(item) : item}`).join(', ')}}`
}
