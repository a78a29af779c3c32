import { isoSeconds } from '#kernel/clock.ts'
import type { EpochMillis } from '#kernel/ids.ts'
import type { Principal } from '#kernel/principal.ts'
import type { JsonObject } from './record.ts'

/** What else is known of the credentials. */
export interface CredentialFacts {
  readonly accessKeyId?: string
  /** Of temporary credentials. */
  readonly session?: {
    readonly issuedAt: EpochMillis
    readonly mfa: boolean
    /** The service that makes the call for the principal. */
    readonly via?: string
  }
}

/**
 * `userIdentity` (AWS CloudTrail user guide, "CloudTrail userIdentity element"), members in canonical order.
 */
export function userIdentity(principal: Principal, facts: CredentialFacts = {}): JsonObject {
  switch (principal.kind) {
    case 'root':
      return { ...common(principal, facts), type: 'Root' }
    case 'user':
      return { ...common(principal, facts), type: 'IAMUser', userName: principal.name }
    case 'assumed-role': {
      const sessionContext = { ...attributes(facts), sessionIssuer: issuer(principal) }
      return { ...common(principal, facts), sessionContext, type: 'AssumedRole' }
    }
    case 'federated-user': {
      const context = facts.session && { sessionContext: attributes(facts) }
      return { ...common(principal, facts), ...context, type: 'FederatedUser' }
    }
    case 'service':
      return { invokedBy: principal.service, type: 'AWSService' }
  }
}

function common({ account, arn, id }: Principal, { accessKeyId, session }: CredentialFacts): JsonObject {
  return {
    ...(accessKeyId !== undefined && { accessKeyId }),
    accountId: account,
    arn,
    ...(session?.via !== undefined && { invokedBy: `${session.via}.amazonaws.com` }),
    principalId: id,
  }
}

/** The role behind a session: its id stands before the colon of the session's. */
function issuer({ id, roleArn, account }: Extract<Principal, { kind: 'assumed-role' }>): JsonObject {
  const principalId = id.slice(0, id.indexOf(':'))
  const userName = roleArn.slice(roleArn.lastIndexOf('/') + 1)
  return { accountId: account, arn: roleArn, principalId, type: 'Role', userName }
}

function attributes({ session }: CredentialFacts): JsonObject {
  if (!session) return {}
  return { attributes: { creationDate: isoSeconds(session.issuedAt), mfaAuthenticated: String(session.mfa) } }
}
