import type { Principal } from '#kernel/principal.ts'

const TYPES: Readonly<Record<Principal['kind'], string>> = {
  root: 'Account',
  user: 'User',
  'assumed-role': 'AssumedRole',
  'federated-user': 'FederatedUser',
  service: 'Service',
}

/**
 * The condition keys that follow from who asks, in lower case (IAM user guide, "Properties of the principal";
 * `kms:CallerAccount`). `aws:PrincipalArn` of a session is its role's ARN; only users have `aws:username`, only services a service name.
 */
export function principalContext(principal: Principal): readonly (readonly [key: string, value: string])[] {
  const keys: (readonly [string, string])[] = [
    ['kms:calleraccount', principal.account],
    ['aws:principalaccount', principal.account],
    ['aws:principalarn', principal.kind === 'assumed-role' ? principal.roleArn : principal.arn],
    ['aws:principaltype', TYPES[principal.kind]],
    ['aws:userid', principal.id],
    ['aws:principalisawsservice', String(principal.kind === 'service')],
  ]
  if (principal.kind === 'user') keys.push(['aws:username', principal.name])
  if (principal.kind === 'service') keys.push(['aws:principalservicename', principal.service])
  return keys
}
