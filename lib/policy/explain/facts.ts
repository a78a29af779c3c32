import type { AuthorizationRequest } from '../request.ts'

/** Services are of no account: what they may do, the owner of the resource alone says. */
export function isForeign({ principal, resourceAccount }: AuthorizationRequest): boolean {
  return principal.kind !== 'service' && principal.account !== resourceAccount
}

export function isRetirement({ action }: AuthorizationRequest): boolean {
  return action.toLowerCase() === 'kms:retiregrant'
}

/** Why the key policy has no say, if it has none. */
export function keyPolicyExemption(request: AuthorizationRequest): string | undefined {
  return isRetirement(request) ? 'kms:RetireGrant has no effect in a key policy' : undefined
}

/** Why resource control policies have no say, if they have none (AWS Organizations, "Resource control policies"). */
export function resourceControlExemption(request: AuthorizationRequest): string | undefined {
  if (isRetirement(request)) return 'resource control policies do not apply to kms:RetireGrant'
  if (request.awsManaged) return 'resource control policies do not apply to AWS managed keys'
  return isServiceLinked(request) ? 'resource control policies do not apply to service-linked roles' : undefined
}

/** Why service control policies have no say, if they have none. */
export function serviceControlExemption(request: AuthorizationRequest): string | undefined {
  if (request.principal.kind === 'service') return 'service control policies do not apply to AWS services'
  return isServiceLinked(request) ? 'service control policies do not apply to service-linked roles' : undefined
}

function isServiceLinked({ principal }: AuthorizationRequest): boolean {
  return (
    principal.kind === 'assumed-role' && principal.roleArn.split(':')[5]?.startsWith('role/aws-service-role/') === true
  )
}
