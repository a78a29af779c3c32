import type { AccountId } from '#kernel/ids.ts'
import type { Principal } from '#kernel/principal.ts'
import { parseIdentityArn, sessionArn } from './domain/arn.ts'

type Session = Extract<Principal, { readonly kind: 'assumed-role' }>

/** The role of the machines on which EC2 runs an account's instances. No customer can make one: names have no colon. */
export const INFRASTRUCTURE_ROLE = 'aws:ec2-infrastructure'
const ROLE_ID = 'AROAEC2INFRASTRUCTURE'

/**
 * What calls for an instance, as a grant on the key of its volume names it and the log shows it (AWS KMS developer
 * guide, "Amazon EC2 example two"). Only EC2 itself has its credentials; no policy of the account speaks of it.
 */
export function infrastructureSession(account: AccountId, instanceId: string): Session {
  return {
    kind: 'assumed-role',
    account,
    arn: sessionArn(account, INFRASTRUCTURE_ROLE, instanceId),
    id: `${ROLE_ID}:${instanceId}`,
    roleArn: `arn:aws:iam::${account}:role/${INFRASTRUCTURE_ROLE}`,
    sessionName: instanceId,
  }
}

/** Whether a session is one of EC2's own, which stands without a role of the account. */
export function isInfrastructure({ roleArn, id }: Session): boolean {
  return parseIdentityArn(roleArn)?.name === INFRASTRUCTURE_ROLE && id.startsWith(`${ROLE_ID}:`)
}
