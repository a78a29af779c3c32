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
    readonly sourceIdentity?: string
  }
  /** `kms.amazonaws.com`, where the service itself goes on with the call. */
  readonly invokedBy?: string
}

/**
 * `userIdentity` (AWS CloudTrail user guide, "CloudTrail userIdentity element"), members in canonical order.
 */
export function userIdentity(principal: Principal, facts: CredentialFacts = {}): JsonObject {
  const { session } = facts
  switch (principal.kind) {
    case 'root':
      return { ...common(principal, facts), ...(session && { sessionContext: context(session) }), type: 'Root' }
    case 'user': {
      const sessionContext = session && { sessionContext: context(session) }
      return { ...common(principal, facts), ...sessionContext, type: 'IAMUser', userName: principal.name }
    }
    case 'assumed-role':
      return { ...common(principal, facts), sessionContext: context(session, issuer(principal)), type: 'AssumedRole' }
    case 'federated-user':
      return {
        ...common(principal, facts),
        ...(session && { sessionContext: context(session) }),
        type: 'FederatedUser',
      }
    case 'service':
      return { invokedBy: principal.service, type: 'AWSService' }
  }
}

/**
 * The caller as the log of another account shows it: its account and unique id, but neither name nor credentials (AWS
 * CloudTrail user guide, type `AWSAccount`; AWS IAM user guide, "Example AWS STS API event in CloudTrail log file").
 */
export function foreignIdentity(principal: Principal, facts: CredentialFacts = {}): JsonObject {
  if (principal.kind === 'service') return userIdentity(principal, facts)
  return { accountId: principal.account, ...invokedBy(facts), principalId: principal.id, type: 'AWSAccount' }
}

/** `ec2.amazonaws.com`, where a service makes the call for its principal. */
export function forwarding({ session }: CredentialFacts): string | undefined {
  return session?.via === undefined ? undefined : `${session.via}.amazonaws.com`
}

function common({ account, arn, id }: Principal, facts: CredentialFacts): JsonObject {
  const { accessKeyId } = facts
  return {
    ...(accessKeyId !== undefined && { accessKeyId }),
    accountId: account,
    arn,
    ...invokedBy(facts),
    principalId: id,
  }
}

function invokedBy(facts: CredentialFacts): JsonObject {
  const by = facts.invokedBy ?? forwarding(facts)
  return by === undefined ? {} : { invokedBy: by }
}

/** The role behind a session: its id stands before the colon of the session's. */
function issuer({ id, roleArn, account }: Extract<Principal, { kind: 'assumed-role' }>): JsonObject {
  const principalId = id.slice(0, id.indexOf(':'))
  const userName = roleArn.slice(roleArn.lastIndexOf('/') + 1)
  return { accountId: account, arn: roleArn, principalId, type: 'Role', userName }
}

/** `sessionContext`: where the temporary credentials came from. */
function context(session: CredentialFacts['session'], sessionIssuer?: JsonObject): JsonObject {
  return {
    ...(session && {
      attributes: { creationDate: isoSeconds(session.issuedAt), mfaAuthenticated: String(session.mfa) },
    }),
    ...(sessionIssuer && { sessionIssuer }),
    ...(session?.sourceIdentity !== undefined && { sourceIdentity: session.sourceIdentity }),
  }
}
