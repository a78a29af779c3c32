import type { PolicyKind } from '#policy/decision.ts'
import type { PolicySource } from '#policy/documents.ts'
import type { KnownSubject, Setting } from '#policy/lab/access-levels.ts'
import { requestOf, type Scenario } from '#policy/lab/simulate.ts'
import { parsePolicy } from '#policy/parse.ts'

/** A scenario as a setting, so that every operation can be asked about; all that the request says is known. */
export function operationsSetting(scenario: Scenario): { subject: KnownSubject; setting: Setting } | undefined {
  const { principal, resource, keyPolicy, boundary, grants = [] } = scenario
  const policy = read(keyPolicy, 'resource-based policy', 'key policy')
  const limit = read(boundary, 'permissions boundary', 'boundary')
  if (!policy) return undefined
  const all = (texts: readonly string[] | undefined, kind: PolicyKind) =>
    (texts ?? []).flatMap((text, index) => read(text, kind, `${kind} ${index + 1}`) ?? [])
  const request = requestOf(scenario)
  return {
    subject: {
      ...{ label: principal.arn, principal },
      identity: all(scenario.identityPolicies, 'identity-based policy'),
      session: all(scenario.sessionPolicies, 'session policy'),
      serviceControl: all(scenario.serviceControlPolicies, 'service control policy'),
      ...(limit && { boundary: limit }),
    },
    setting: {
      resource,
      account: request.resourceAccount,
      policy,
      grants,
      context: request.context,
      isOpen: () => false,
    },
  }
}

function read(text: string | undefined, kind: PolicyKind, id: string): PolicySource | undefined {
  if (text === undefined) return undefined
  const parsed = parsePolicy(text, kind)
  return parsed.ok ? { id, document: parsed.document } : undefined
}
