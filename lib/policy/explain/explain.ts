import type { PolicyKind } from '../decision.ts'
import type { Documents, PolicySource } from '../documents.ts'
import type { AuthorizationRequest } from '../request.ts'
import { isForeign, keyPolicyExemption, resourceControlExemption, serviceControlExemption } from './facts.ts'
import { traceStatements } from './statement.ts'
import type { PolicyTrace, Trace } from './trace.ts'
import { judge } from './verdict.ts'

/** The decision with everything that led to it. `evaluate` must come to the same one, by another way. */
export function explain(request: AuthorizationRequest, documents: Documents): Trace {
  const policies = tracePolicies(request, documents)
  const verdict = judge({ request, policies, grants: documents.grants, hasKey: documents.resource !== undefined })
  const { principal, action, resource } = request
  return { principal: principal.arn, action, resource, crossAccount: isForeign(request), policies, ...verdict }
}

function tracePolicies(request: AuthorizationRequest, documents: Documents): readonly PolicyTrace[] {
  const { resource, identity, boundary, session, endpoint, serviceControl, resourceControl } = documents
  const trace = (kind: PolicyKind, sources: readonly (PolicySource | undefined)[], exempt?: string) =>
    sources.flatMap((source) => (source ? [tracePolicy(kind, source, request, boundary !== undefined, exempt)] : []))
  return [
    ...trace('resource-based policy', [resource], keyPolicyExemption(request)),
    ...trace('resource control policy', resourceControl, resourceControlExemption(request)),
    ...trace('identity-based policy', identity),
    ...trace('permissions boundary', [boundary]),
    ...trace('session policy', session),
    ...trace('service control policy', serviceControl, serviceControlExemption(request)),
    ...trace('VPC endpoint policy', [endpoint]),
  ]
}

function tracePolicy(
  kind: PolicyKind,
  source: PolicySource,
  request: AuthorizationRequest,
  hasBoundary: boolean,
  exempt: string | undefined,
): PolicyTrace {
  const statements = traceStatements(source, kind, request, hasBoundary)
  return { kind, policy: source.id, ...(exempt !== undefined && { exempt }), statements }
}
