/** What an account and each of its parts may have at most (AWS IAM user guide, "IAM and AWS STS quotas"). */
export const QUOTAS = {
  identities: { user: 5000, group: 300, role: 1000 },
  policies: 1500,
  policyVersions: 5,
  attachedPolicies: 10,
  groupsOfUser: 10,
  accessKeysOfUser: 2,
  tags: 50,
  /** Of all inline policies together; sizes are without white space. */
  inlinePolicySize: { user: 2048, group: 5120, role: 10_240 },
  managedPolicySize: 6144,
  trustPolicySize: 2048,
} as const

/** The size of a policy document, as quotas count it. */
export function policySize(document: string): number {
  return document.replace(/\s/g, '').length
}
