import { counts, list, required, text } from '#model/query/shape.ts'
import { PAGE, POSITION } from '../domain/members.ts'
import { QUOTAS } from '../domain/quotas.ts'
import { operation } from '../operation.ts'

/** How much of everything there is, beside the quotas that are enforced. */
export const getAccountSummary = operation({
  input: {},
  output: { SummaryMap: counts },
  plan: (_, { place, ports: { store } }) => ({
    checks: [{ action: 'iam:GetAccountSummary', resource: '*' }],
    async run() {
      const [users, groups, roles, policies, rootKeys] = await Promise.all([
        store.identities(place, 'user'),
        store.identities(place, 'group'),
        store.identities(place, 'role'),
        store.managedPolicies(place),
        store.accessKeys(place, null),
      ])
      const SummaryMap = new Map([
        ['Users', users.length],
        ['UsersQuota', QUOTAS.identities.user],
        ['Groups', groups.length],
        ['GroupsQuota', QUOTAS.identities.group],
        ['Roles', roles.length],
        ['RolesQuota', QUOTAS.identities.role],
        ['Policies', policies.length],
        ['PoliciesQuota', QUOTAS.policies],
        ['AccessKeysPerUserQuota', QUOTAS.accessKeysOfUser],
        ['AttachedPoliciesPerUserQuota', QUOTAS.attachedPolicies],
        ['AttachedPoliciesPerGroupQuota', QUOTAS.attachedPolicies],
        ['AttachedPoliciesPerRoleQuota', QUOTAS.attachedPolicies],
        ['GroupsPerUserQuota', QUOTAS.groupsOfUser],
        ['VersionsPerPolicyQuota', QUOTAS.policyVersions],
        ['UserPolicySizeQuota', QUOTAS.inlinePolicySize.user],
        ['GroupPolicySizeQuota', QUOTAS.inlinePolicySize.group],
        ['RolePolicySizeQuota', QUOTAS.inlinePolicySize.role],
        ['PolicySizeQuota', QUOTAS.managedPolicySize],
        ['AssumeRolePolicySizeQuota', QUOTAS.trustPolicySize],
        ['AccountAccessKeysPresent', rootKeys.length > 0 ? 1 : 0],
        ['AccountMFAEnabled', 0],
        ['MFADevices', 0],
      ])
      return { answer: { SummaryMap } }
    },
  }),
})

/** No account here has one. */
export const listAccountAliases = operation({
  input: PAGE,
  output: { AccountAliases: required(list(text())), ...POSITION },
  plan: () => ({
    checks: [{ action: 'iam:ListAccountAliases', resource: '*' }],
    run: () => ({ answer: { AccountAliases: [], IsTruncated: false } }),
  }),
})
