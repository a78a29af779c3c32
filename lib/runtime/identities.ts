import type { AccountId } from '#kernel/ids.ts'
import { isAccountId } from '#kernel/ids.ts'
import { rootPrincipal } from '#kernel/principal.ts'
import { MAIN_SANDBOX } from '#kernel/scope.ts'
import type { Credential, Identities } from '#kms/ports.ts'
import { NO_IDENTITY_POLICIES } from '#policy/request.ts'

/** The first account's root credentials, and whether any 12-digit access key id is a root too. */
export interface RootIdentities {
  readonly account: AccountId
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly open: boolean
}

/**
 * Root principals only. In open mode every access key id is known: 12 digits name the account, any other is the
 * first account's. Users and roles are not kept here, so policies may name any.
 */
export function rootIdentities(root: RootIdentities): Identities {
  return {
    async credential(accessKeyId) {
      if (accessKeyId === root.accessKeyId) return credentialOf(accessKeyId, root.account, root.secretAccessKey)
      if (!root.open) return undefined
      const account = isAccountId(accessKeyId) ? accessKeyId : root.account
      return credentialOf(accessKeyId, account, root.secretAccessKey)
    },
    policiesOf: async () => NO_IDENTITY_POLICIES,
    principalExists: async () => 'unknown',
  }
}

function credentialOf(accessKeyId: string, account: AccountId, secretAccessKey: string): Credential {
  return { accessKeyId, secretAccessKey, sandbox: MAIN_SANDBOX, principal: rootPrincipal(account) }
}
