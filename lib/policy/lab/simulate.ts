import { isAccountId } from '#kernel/ids.ts'
import type { Principal } from '#kernel/principal.ts'
import { arnAccount } from '../arn-pattern.ts'
import type { Decision, PolicyKind } from '../decision.ts'
import { compileDocuments, type Documents, type PolicySource } from '../documents.ts'
import { encryptionContextKeys } from '../encryption-context-keys.ts'
import { evaluate } from '../evaluate.ts'
import { explain } from '../explain/explain.ts'
import type { Trace } from '../explain/trace.ts'
import { type Problem, parsePolicy } from '../parse.ts'
import { principalContext } from '../principal-context.ts'
import type { AuthorizationRequest, GrantInForce, GrantTerms } from '../request.ts'

/** A question to policies that need not be stored anywhere. Policies are texts. */
export interface Scenario {
  readonly principal: Principal
  /** `kms:Decrypt`. */
  readonly action: string
  /** ARN of a key or an alias, or `*`. */
  readonly resource: string
  /** Absent for an operation without a key. */
  readonly keyPolicy?: string
  readonly identityPolicies?: readonly string[]
  readonly boundary?: string
  readonly sessionPolicies?: readonly string[]
  readonly endpointPolicy?: string
  readonly serviceControlPolicies?: readonly string[]
  readonly resourceControlPolicies?: readonly string[]
  readonly grants?: readonly GrantInForce[]
  readonly encryptionContext?: ReadonlyMap<string, string>
  /** More condition keys, or other values for those that follow from the caller and the encryption context. */
  readonly context?: Readonly<Record<string, string | readonly string[]>>
  /** Of CreateGrant. */
  readonly asksFor?: GrantTerms
  /** Of RetireGrant. */
  readonly retires?: GrantInForce
}

/** A fault of one of the policies. */
export interface ScenarioProblem extends Problem {
  /** The member of the scenario: `keyPolicy`, `identityPolicies[0]`. */
  readonly document: string
}

export type Simulation =
  | { readonly ok: true; readonly decision: Decision; readonly trace: Trace }
  | { readonly ok: false; readonly problems: readonly ScenarioProblem[] }

/** What would come of a request, and why. */
export function simulate(scenario: Scenario): Simulation {
  const problems: ScenarioProblem[] = []
  const documents = documentsOf(scenario, problems)
  if (problems.length > 0) return { ok: false, problems }
  const request = requestOf(scenario)
  const decision = evaluate(request, compileDocuments(documents))
  return { ok: true, decision, trace: explain(request, documents) }
}

/** The request of a scenario. A resource that names no account is the caller's. */
export function requestOf(scenario: Scenario): AuthorizationRequest {
  const { principal, action, resource, encryptionContext, context = {}, asksFor, retires } = scenario
  const owner = arnAccount(resource)
  const given = Object.entries(context).map(([key, value]) => [key.toLowerCase(), value] as const)
  return {
    principal,
    action,
    resource,
    resourceAccount: owner !== undefined && isAccountId(owner) ? owner : principal.account,
    context: new Map([...principalContext(principal), ...encryptionContextKeys(encryptionContext), ...given]),
    ...(encryptionContext && { encryptionContext }),
    ...(asksFor && { asksFor }),
    ...(retires && { retires }),
  }
}

/** Reads the policies and notes what is wrong with them. */
function documentsOf(scenario: Scenario, problems: ScenarioProblem[]): Documents {
  const read = (text: string | undefined, document: string, kind: PolicyKind): readonly PolicySource[] => {
    if (text === undefined) return []
    const parsed = parsePolicy(text, kind)
    if (parsed.ok) return [{ id: document, document: parsed.document }]
    problems.push(...parsed.problems.map((problem) => ({ ...problem, document })))
    return []
  }
  const readAll = (texts: readonly string[] | undefined, name: string, kind: PolicyKind) =>
    (texts ?? []).flatMap((text, index) => read(text, `${name}[${index}]`, kind))
  const [resource] = read(scenario.keyPolicy, 'keyPolicy', 'resource-based policy')
  const [boundary] = read(scenario.boundary, 'boundary', 'permissions boundary')
  const [endpoint] = read(scenario.endpointPolicy, 'endpointPolicy', 'VPC endpoint policy')
  return {
    ...(resource && { resource }),
    identity: readAll(scenario.identityPolicies, 'identityPolicies', 'identity-based policy'),
    ...(boundary && { boundary }),
    session: readAll(scenario.sessionPolicies, 'sessionPolicies', 'session policy'),
    ...(endpoint && { endpoint }),
    serviceControl: readAll(scenario.serviceControlPolicies, 'serviceControlPolicies', 'service control policy'),
    resourceControl: readAll(scenario.resourceControlPolicies, 'resourceControlPolicies', 'resource control policy'),
    grants: scenario.grants ?? [],
  }
}
