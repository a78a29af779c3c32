import type { Decision, PolicyKind, StatementReference } from '../decision.ts'
import { withArticle } from './article.ts'
import { traceCeilings } from './ceilings.ts'
import { isForeign, isRetirement } from './facts.ts'
import { type Findings, hasAny, matching } from './findings.ts'
import { traceGrant, traceRetirement } from './grant.ts'
import type { GrantTrace, StatementTrace, Trace } from './trace.ts'

type Verdict = Pick<Trace, 'delegation' | 'grants' | 'ceilings' | 'decision' | 'reason'>
type Ruling = Pick<Trace, 'decision' | 'reason'>

/** Weighs what all the policies and grants say (IAM user guide, "Policy evaluation logic"). */
export function judge(findings: Findings): Verdict {
  const identity = identitySide(findings, undefined)
  const grants = traceGrants(findings, identity.decision)
  const strongest = strongestAllow(findings)
  const ruling = denial(findings) ?? ceilingRuling(findings) ?? allowance(findings, grants)
  const ceilings = traceCeilings(findings.policies, ruling.decision)
  const delegation = strongest?.names === 'account' ? strongest.reference : undefined
  return { ...(delegation && { delegation }), grants, ceilings, ...ruling }
}

function traceGrants({ request, grants }: Findings, identity: Decision): readonly GrantTrace[] {
  if (!isRetirement(request)) return grants.map((grant) => traceGrant(grant, request, identity))
  return (request.retires ? [request.retires] : grants).map((grant) => traceRetirement(grant, request, identity))
}

const OWNERS: readonly PolicyKind[] = ['resource-based policy', 'resource control policy']
const CALLERS: readonly PolicyKind[] = [
  'identity-based policy',
  'permissions boundary',
  'session policy',
  'service control policy',
  'VPC endpoint policy',
]

function denial(findings: Findings): Ruling | undefined {
  for (const kind of [...OWNERS, ...CALLERS]) {
    const [first] = matching(findings, kind, 'Deny')
    if (!first) continue
    const foreign = OWNERS.includes(kind) && isForeign(findings.request)
    const decision: Decision = { outcome: 'explicitly-denied', by: first.reference, ...(foreign && { foreign }) }
    return { decision, reason: `A statement of ${withArticle(kind)} denies, and a deny wins over every allow.` }
  }
  return undefined
}

/** Organisation policies and the endpoint's bound whatever else allows. */
function ceilingRuling(findings: Findings): Ruling | undefined {
  for (const kind of ['resource control policy', 'service control policy', 'VPC endpoint policy'] as const) {
    if (!hasAny(findings, kind) || matching(findings, kind, 'Allow').length > 0) continue
    const hidden = kind === 'resource control policy' && isForeign(findings.request)
    const reason = `No ${kind} allows the action, and what it does not allow nothing else can.`
    return { decision: { outcome: 'implicitly-denied', missing: hidden ? 'resource' : kind }, reason }
  }
  return undefined
}

function allowance(findings: Findings, grants: readonly GrantTrace[]): Ruling {
  if (isRetirement(findings.request)) return retirement(findings, grants)
  if (findings.hasKey) return onKey(findings, grants)
  if (!isForeign(findings.request)) return identitySide(findings, undefined)
  return refusal('resource', 'There is no such resource in the other account, or no policy of it.')
}

function onKey(findings: Findings, grants: readonly GrantTrace[]): Ruling {
  const foreign = isForeign(findings.request)
  const strongest = strongestAllow(findings)
  const own = strongest && byKeyPolicy(findings, strongest, foreign)
  if (own?.decision.outcome === 'allowed') return own
  const applying = grants.filter(({ applies }) => applies)
  const grant = applying.find(({ names }) => names === 'caller') ?? applying[0]
  if (grant) return { decision: { outcome: 'allowed', grant: grant.grant }, reason: 'A grant allows by itself.' }
  if (own) return own
  const missing = foreign ? 'resource' : 'resource-based policy'
  return refusal(missing, 'Neither the key policy nor a grant allows, and without them no IAM policy can.')
}

const STRENGTHS = ['caller', 'role', 'everyone', 'account'] as const

/** Of the statements of the key policy that allow, the first of those that name the caller most directly. */
function strongestAllow(findings: Findings): StatementTrace | undefined {
  const allows = matching(findings, 'resource-based policy', 'Allow')
  for (const strength of STRENGTHS) {
    const found = allows.find(({ names }) => names === strength)
    if (found) return found
  }
  return undefined
}

function byKeyPolicy(findings: Findings, { names, reference: by }: StatementTrace, foreign: boolean): Ruling {
  if (foreign || names === 'account') return identitySide(findings, by)
  const allowed: Decision = { outcome: 'allowed', by }
  if (names === 'caller') return { decision: allowed, reason: 'The key policy allows the caller by its own name.' }
  const missing = missingLimit(findings)
  if (missing) return refusal(missing, `The key policy allows, but no ${missing} does, and it bounds this allow.`)
  return {
    decision: allowed,
    reason: `The key policy allows the ${names === 'role' ? "session's role" : 'caller with everyone else'}.`,
  }
}

/** What the caller's own account says, once the key policy leaves it to that account. */
function identitySide(findings: Findings, delegated: StatementReference | undefined): Ruling {
  const delegation = delegated && { delegated }
  if (findings.request.principal.kind === 'root') {
    return { decision: { outcome: 'allowed', root: true, ...delegation }, reason: 'The root user needs no IAM policy.' }
  }
  const [first] = matching(findings, 'identity-based policy', 'Allow')
  if (!first) return refusal('identity-based policy', 'It is up to the IAM policies of the caller, and none allows.')
  const missing = missingLimit(findings)
  if (missing) return refusal(missing, `An IAM policy allows, but no ${missing} does.`)
  const reason = delegated
    ? "The key policy leaves it to the caller's account, and an IAM policy there allows."
    : 'An IAM policy allows.'
  return { decision: { outcome: 'allowed', by: first.reference, ...delegation }, reason }
}

function missingLimit(findings: Findings): PolicyKind | undefined {
  return (['permissions boundary', 'session policy'] as const).find(
    (kind) => hasAny(findings, kind) && matching(findings, kind, 'Allow').length === 0,
  )
}

function retirement(findings: Findings, grants: readonly GrantTrace[]): Ruling {
  const { principal, retires, resourceAccount } = findings.request
  const grant = grants.find(({ applies, names }) => applies && names === 'caller')
  if (grant)
    return { decision: { outcome: 'allowed', grant: grant.grant }, reason: 'The grant lets the caller end it.' }
  const issuer = retires ? retires.issuingAccount : resourceAccount
  if (principal.account === issuer || grants.some(({ names }) => names === 'account'))
    return identitySide(findings, undefined)
  return refusal('resource', 'The grant does not let the caller end it, and another account issued it.')
}

function refusal(missing: PolicyKind | 'resource', reason: string): Ruling {
  return { decision: { outcome: 'implicitly-denied', missing }, reason }
}
