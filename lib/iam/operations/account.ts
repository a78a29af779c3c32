import { counts, list, required, text } from '#model/query/shape.ts'
import { PAGE, POSITION } from '../domain/members.ts'
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
        ['UsersQuota', 5000],
        ['Groups', groups.length],
        ['GroupsQuota', 300],
        ['Roles', roles.length],
        ['RolesQuota', 1000],
        ['Policies', policies.length],
        ['PoliciesQuota', 1500],
        ['AccessKeysPerUserQuota', 2],
        ['AttachedPoliciesPerUserQuota', 10],
        ['AttachedPoliciesPerGroupQuota', 10],
        ['AttachedPoliciesPerRoleQuota', 10],
        ['GroupsPerUserQuota', 10],
        ['VersionsPerPolicyQuota', 5],
        ['UserPolicySizeQuota', 2048],
        ['GroupPolicySizeQuota', 5120],
        ['RolePolicySizeQuota', 10_240],
        ['PolicySizeQuota', 6144],
        ['AssumeRolePolicySizeQuota', 2048],
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
