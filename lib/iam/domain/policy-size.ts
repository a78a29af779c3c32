import { overQuota } from '../errors.ts'
import { checkIdentityPolicy } from './policy-document.ts'
import { policySize, QUOTAS } from './quotas.ts'

export function checkManagedPolicy(document: string): void {
  checkIdentityPolicy(document)
  const most = QUOTAS.managedPolicySize
  if (policySize(document) > most) throw overQuota('PolicySize', most)
}
