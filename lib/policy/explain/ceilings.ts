import type { Decision, PolicyKind } from '../decision.ts'
import type { CeilingTrace, PolicyTrace } from './trace.ts'

const CEILINGS: readonly PolicyKind[] = [
  'resource control policy',
  'service control policy',
  'VPC endpoint policy',
  'permissions boundary',
  'session policy',
]

/** What each kind of ceiling says, if there is any of it. */
export function traceCeilings(all: readonly PolicyTrace[], decision: Decision): readonly CeilingTrace[] {
  return CEILINGS.flatMap((kind) => {
    const policies = all.filter((policy) => policy.kind === kind)
    if (policies.length === 0) return []
    const saying = sayingOf(policies)
    const exempt = policies[0]?.exempt ?? (saying.says === 'does not allow' ? limitExemption(decision) : undefined)
    return [{ kind, ...saying, ...(exempt !== undefined && { exempt }) }]
  })
}

function sayingOf(policies: readonly PolicyTrace[]): Pick<CeilingTrace, 'says' | 'by'> {
  const matched = policies.flatMap(({ statements }) => statements).filter((statement) => statement.matched)
  const deny = matched.find(({ effect }) => effect === 'Deny')
  if (deny) return { says: 'denies', by: deny.reference }
  const [allow] = matched
  return allow ? { says: 'allows', by: allow.reference } : { says: 'does not allow' }
}

/**
 * Boundary and session policy do not bound everything that is allowed, though what they deny always counts: where the
 * request was allowed without them, this is why.
 */
function limitExemption(decision: Decision): string | undefined {
  if (decision.outcome !== 'allowed') return undefined
  if ('grant' in decision || 'foreign' in decision) return 'a grant allows by itself, and only a deny would count'
  if ('root' in decision) return 'it does not bound the root user'
  return 'the key policy names the caller itself, and only a deny would count'
}
