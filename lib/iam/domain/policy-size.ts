import { overQuota } from '../errors.ts'
import { checkIdentityPolicy } from './policy-document.ts'

/** Characters of a managed policy, without white space (AWS IAM user guide, quotas). */
const MOST = 6144

export function checkManagedPolicy(document: string): void {
  checkIdentityPolicy(document)
  if (document.replace(/\s/g, '').length > MOST) throw overQuota('PolicySize', MOST)
}
