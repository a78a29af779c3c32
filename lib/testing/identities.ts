import type { AccountId, SandboxId } from '#kernel/ids.ts'
import type { Principal } from '#kernel/principal.ts'
import { MAIN_SANDBOX } from '#kernel/scope.ts'
import type { Credential, Identities } from '#kms/ports.ts'
import { compileText } from '#policy/compile.ts'
import { type IdentityPolicies, NO_IDENTITY_POLICIES } from '#policy/request.ts'

/** Users that a test makes, with the policies attached to them. */
export class TestIdentities implements Identities {
  readonly #policies = new Map<string, IdentityPolicies>()
  /** Those that a test made users in: only they are hosted here. */
  readonly #accounts = new Set<string>()
  readonly #credentials = new Map<string, Credential>()

  /** A user; without a document nothing is attached. */
  user(account: AccountId, name: string, policy?: object): Principal {
    const arn = `arn:aws:iam::${account}:user/${name}`
    const kind = 'identity-based policy'
    const identity = policy ? [compileText(`${arn}/policy`, JSON.stringify(policy), kind)] : []
    this.#accounts.add(account)
    this.#policies.set(arn, { identity, serviceControl: [] })
    return { kind: 'user', account, arn, id: `AIDA${name.toUpperCase()}`, name }
  }

  /** An access key of a principal. */
  accessKey(accessKeyId: string, secretAccessKey: string, principal: Principal): void {
    this.#credentials.set(accessKeyId, { accessKeyId, secretAccessKey, sandbox: MAIN_SANDBOX, principal })
  }

  /** Long-term access keys only: there is no security token that belongs to one. */
  async credential(accessKeyId: string, securityToken?: string): Promise<Credential | undefined> {
    return securityToken === undefined ? this.#credentials.get(accessKeyId) : undefined
  }

  async policiesOf(_sandbox: SandboxId, { arn }: Principal): Promise<IdentityPolicies> {
    return this.#policies.get(arn) ?? NO_IDENTITY_POLICIES
  }

  async principalExists(_sandbox: SandboxId, arn: string): Promise<'exists' | 'missing' | 'unknown'> {
    if (!arn.includes(':user/')) return 'unknown'
    if (this.#policies.has(arn)) return 'exists'
    return this.#accounts.has(arn.split(':')[4] ?? '') ? 'missing' : 'unknown'
  }
}
