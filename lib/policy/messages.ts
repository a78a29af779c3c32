import type { Denial, PolicyKind } from './decision.ts'

export interface DeniedRequest {
  readonly principalArn: string
  /** `kms:Encrypt`. */
  readonly action: string
  /**
   * An ARN, `*`, or `ciphertext` when the caller named no key and the ciphertext did. Left out for services that tell
   * of no resource, such as AWS CloudTrail.
   */
  readonly resource?: string
  readonly decision: Denial
}

const WITH_ARTICLE: Readonly<Record<PolicyKind, string>> = {
  'resource-based policy': 'a resource-based policy',
  'identity-based policy': 'an identity-based policy',
  'permissions boundary': 'a permissions boundary',
  'session policy': 'a session policy',
  'service control policy': 'a service control policy',
  'resource control policy': 'a resource control policy',
  'VPC endpoint policy': 'a VPC endpoint policy',
}

const NOT_TOLD =
  'because the resource does not exist in this Region, no resource-based policies allow access, or a resource-based policy explicitly denies access'

/** The message of AccessDeniedException (AWS KMS developer guide, "Troubleshooting AWS KMS permissions"). */
export function deniedMessage({ principalArn, action, resource, decision }: DeniedRequest): string {
  const reason = reasonOf(action, decision)
  const parts = [`User: ${principalArn} is not authorized to perform: ${action}`, place(resource, reason), reason]
  return parts.filter((part) => part !== undefined).join(' ')
}

function reasonOf(action: string, decision: Denial): string {
  if (decision.outcome === 'explicitly-denied') {
    return decision.foreign ? NOT_TOLD : `with an explicit deny in ${WITH_ARTICLE[decision.by.kind]}`
  }
  return decision.missing === 'resource' ? NOT_TOLD : `because no ${decision.missing} allows the ${action} action`
}

function place(resource: string | undefined, reason: string): string | undefined {
  if (resource === undefined) return undefined
  if (resource === 'ciphertext') return 'on the resource associated with this ciphertext'
  return reason === NOT_TOLD ? 'on this resource' : `on resource: ${resource}`
}
