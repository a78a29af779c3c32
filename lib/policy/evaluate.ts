import type { CompiledPolicy, CompiledStatement } from './compile.ts'
import type { Decision, PolicyKind, StatementReference } from './decision.ts'
import { findGrant, maySurrender } from './grants.ts'
import { deniesCaller, matchAllow, type PrincipalMatch } from './principals.ts'
import type { AuthorizationRequest, Policies } from './request.ts'

/** A request with what every statement needs of it worked out once. */
interface Question {
  readonly request: AuthorizationRequest
  /** In lower case. */
  readonly action: string
  readonly hasBoundary: boolean
  readonly retiring: boolean
}

const RETIRE = 'kms:retiregrant'

/**
 * Decides one check (IAM user guide, "Policy evaluation logic"; AWS KMS developer guide, "Determining access"):
 * a deny anywhere wins; organisation policies are ceilings; the key policy decides first and IAM policies count
 * only where it names the account; a grant allows by itself; a caller from another account needs both sides.
 * Without a key policy in `policies` the operation has no key, and IAM alone decides.
 */
export function evaluate(request: AuthorizationRequest, policies: Policies): Decision {
  const question = ask(request, policies.boundary !== undefined)
  const { principal } = request
  const foreign = principal.kind !== 'service' && principal.account !== request.resourceAccount
  return (
    explicitDeny(question, policies, foreign) ??
    ceilingDenial(question, policies, foreign) ??
    ownDecision(question, policies, foreign)
  )
}

function ownDecision(question: Question, policies: Policies, foreign: boolean): Decision {
  if (question.retiring) return retireDecision(question, policies)
  if (policies.resource) return keyDecision(question, policies, policies.resource, foreign)
  return foreign ? implied('resource') : identityDecision(question, policies)
}

/**
 * Who may end a grant follows from the grant: those whom it names, and the account that issued it; of an account those
 * whom its IAM policies let. Key policies have no say in it, neither to allow nor to deny (AWS KMS developer guide,
 * "Retiring and revoking grants").
 */
function retireDecision(question: Question, policies: Policies): Decision {
  const { principal, retires, resourceAccount } = question.request
  const surrendered = (delegated: boolean) =>
    (retires ? [retires] : policies.grants).find((one) => maySurrender(one, principal, delegated))
  const grant = surrendered(false)
  if (grant) return { outcome: 'allowed', grant: grant.id }
  const issuer = retires ? retires.issuingAccount : resourceAccount
  const ofAccount = principal.account === issuer || surrendered(true) !== undefined
  return ofAccount ? identityDecision(question, policies) : implied('resource')
}

/** Whether a key policy by itself lets the caller do something, be it through its account. */
export function keyPolicyAllows(request: AuthorizationRequest, policy: CompiledPolicy): boolean {
  const question = ask(request, false)
  return firstDeny(question, policy) === undefined && strongestAllow(question, policy) !== undefined
}

function ask(request: AuthorizationRequest, hasBoundary: boolean): Question {
  const action = request.action.toLowerCase()
  return { request, action, hasBoundary, retiring: action === RETIRE }
}

function keyDecision(question: Question, policies: Policies, keyPolicy: CompiledPolicy, foreign: boolean): Decision {
  const allow = strongestAllow(question, keyPolicy)
  const own = allow === undefined ? undefined : withKeyPolicy(question, policies, allow, foreign)
  if (own?.outcome === 'allowed') return own
  const { request } = question
  const grant = findGrant(policies.grants, request, false) ?? delegatedGrant(question, policies)
  if (grant) return { outcome: 'allowed', grant: grant.id }
  return own ?? implied(foreign ? 'resource' : keyPolicy.kind)
}

/** What the key policy's allow is worth: in the own account it may be enough, across accounts it is one half. */
function withKeyPolicy(question: Question, policies: Policies, allow: KeyPolicyAllow, foreign: boolean): Decision {
  const { match, by } = allow
  if (foreign || match === 'account') return identityDecision(question, policies, by)
  if (match === 'direct') return { outcome: 'allowed', by }
  const missing = missingLimit(question, policies)
  return missing === undefined ? { outcome: 'allowed', by } : implied(missing)
}

/** The side of the caller's account. The root user needs no IAM policy. */
function identityDecision(question: Question, policies: Policies, delegated?: StatementReference): Decision {
  const delegation = delegated && { delegated }
  if (question.request.principal.kind === 'root') return { outcome: 'allowed', root: true, ...delegation }
  const by = anyAllow(question, policies.identity)
  if (by === undefined) return implied('identity-based policy')
  const missing = missingLimit(question, policies)
  return missing === undefined ? { outcome: 'allowed', by, ...delegation } : implied(missing)
}

function delegatedGrant(question: Question, policies: Policies): ReturnType<typeof findGrant> {
  if (policies.grants.length === 0 || identityDecision(question, policies).outcome !== 'allowed') return undefined
  return findGrant(policies.grants, question.request, true)
}

/** Permissions boundary and session policy, where there are any, must allow as well. */
function missingLimit(question: Question, { boundary, session }: Policies): PolicyKind | undefined {
  if (boundary && !firstAllow(question, boundary)) return boundary.kind
  if (session && !firstAllow(question, session)) return session.kind
  return undefined
}

/** What bounds everybody, whatever allows: the policies of both organisations, and that of the VPC endpoint. */
function ceilingDenial(question: Question, policies: Policies, foreign: boolean): Decision | undefined {
  if (resourceControls(question, policies).length > 0 && !anyAllow(question, policies.resourceControl)) {
    return implied(foreign ? 'resource' : 'resource control policy')
  }
  if (serviceControls(question, policies).length > 0 && !anyAllow(question, policies.serviceControl)) {
    return implied('service control policy')
  }
  return policies.endpoint && !firstAllow(question, policies.endpoint) ? implied(policies.endpoint.kind) : undefined
}

function explicitDeny(question: Question, policies: Policies, foreign: boolean): Decision | undefined {
  const theirs =
    (policies.resource && !question.retiring ? firstDeny(question, policies.resource) : undefined) ??
    anyDeny(question, resourceControls(question, policies))
  if (theirs) return { outcome: 'explicitly-denied', by: theirs, ...(foreign && { foreign }) }
  const by =
    anyDeny(question, policies.identity) ??
    (policies.boundary && firstDeny(question, policies.boundary)) ??
    (policies.session && firstDeny(question, policies.session)) ??
    anyDeny(question, serviceControls(question, policies)) ??
    (policies.endpoint && firstDeny(question, policies.endpoint))
  return by && { outcome: 'explicitly-denied', by }
}

const NONE: readonly CompiledPolicy[] = []

/** Not for service-linked roles, AWS managed keys and RetireGrant (AWS Organizations, "Resource control policies"). */
function resourceControls(question: Question, policies: Policies): readonly CompiledPolicy[] {
  const exempt = question.retiring || question.request.awsManaged || isServiceLinked(question)
  return exempt ? NONE : policies.resourceControl
}

/** Not for service-linked roles, nor for services, which are in no account of an organisation. */
function serviceControls(question: Question, policies: Policies): readonly CompiledPolicy[] {
  const exempt = question.request.principal.kind === 'service' || isServiceLinked(question)
  return exempt ? NONE : policies.serviceControl
}

function isServiceLinked({ request: { principal } }: Question): boolean {
  return principal.kind === 'assumed-role' && principal.roleArn.includes(':role/aws-service-role/')
}

interface KeyPolicyAllow {
  readonly match: PrincipalMatch
  readonly by: StatementReference
}

const STRENGTH: Readonly<Record<PrincipalMatch, number>> = { none: 0, account: 1, everyone: 2, role: 3, direct: 4 }

function strongestAllow(question: Question, policy: CompiledPolicy): KeyPolicyAllow | undefined {
  let best: KeyPolicyAllow | undefined
  for (const statement of policy.allows) {
    const match = statement.principal ? matchAllow(statement.principal, question.request.principal) : 'none'
    if (STRENGTH[match] > STRENGTH[best?.match ?? 'none'] && applies(question, statement)) {
      best = { match, by: statement.reference }
    }
  }
  return best
}

function firstAllow(question: Question, policy: CompiledPolicy): StatementReference | undefined {
  for (const statement of policy.allows) {
    const allowed = !statement.principal || matchAllow(statement.principal, question.request.principal) !== 'none'
    if (allowed && applies(question, statement)) return statement.reference
  }
  return undefined
}

function anyAllow(question: Question, policies: readonly CompiledPolicy[]): StatementReference | undefined {
  for (const policy of policies) {
    const by = firstAllow(question, policy)
    if (by) return by
  }
  return undefined
}

function firstDeny(question: Question, policy: CompiledPolicy): StatementReference | undefined {
  const { request, hasBoundary } = question
  for (const statement of policy.denies) {
    const hit = !statement.principal || deniesCaller(statement.principal, request.principal, hasBoundary)
    if (hit && applies(question, statement)) return statement.reference
  }
  return undefined
}

function anyDeny(question: Question, policies: readonly CompiledPolicy[]): StatementReference | undefined {
  for (const policy of policies) {
    const by = firstDeny(question, policy)
    if (by) return by
  }
  return undefined
}

function applies({ request, action }: Question, { action: covers, resource, conditions }: CompiledStatement): boolean {
  if (!covers(action) || !resource(request.resource, request.context)) return false
  for (const condition of conditions) if (!condition(request.context)) return false
  return true
}

function implied(missing: PolicyKind | 'resource'): Decision {
  return { outcome: 'implicitly-denied', missing }
}
