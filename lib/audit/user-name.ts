import type { CloudTrailRecord } from './record.ts'

/**
 * What AWS CloudTrail calls the user name of an event: the name of a user, the session name of a role, `root` of a
 * root user. Undefined where a service acts.
 */
export function userNameOf({ userIdentity }: Pick<CloudTrailRecord, 'userIdentity'>): string | undefined {
  const { type, userName, arn } = userIdentity
  if (type === 'Root') return 'root'
  if (typeof userName === 'string') return userName
  return typeof arn === 'string' ? arn.slice(arn.lastIndexOf('/') + 1) : undefined
}
