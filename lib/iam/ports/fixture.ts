import type { EpochMillis } from '#kernel/ids.ts'
import type { FixtureFault, Shown } from '#kms/ports/fixture.ts'
import type { InAccount } from '../domain/rows.ts'

/*
 * Identities as a fixture says them, in the words of AWS IAM. Times are milliseconds, policies JSON text.
 */

export interface FixtureAccessKey {
  /** Both are drawn where they are left out. */
  readonly AccessKeyId?: string
  readonly SecretAccessKey?: string
  readonly Status?: 'Active' | 'Inactive'
}

export interface FixtureInlinePolicy {
  readonly PolicyName: string
  readonly PolicyDocument: string
}

interface Common {
  readonly Path?: string
  /** Inline ones. */
  readonly Policies?: readonly FixtureInlinePolicy[]
  /** ARNs of managed policies. */
  readonly AttachedPolicies?: readonly string[]
  readonly CreateDate?: EpochMillis
}

interface WithTags {
  readonly PermissionsBoundary?: string
  readonly Tags?: ReadonlyMap<string, string>
}

export interface FixtureUser extends Common, WithTags {
  readonly UserName: string
  readonly Groups?: readonly string[]
  readonly AccessKeys?: readonly FixtureAccessKey[]
}

export interface FixtureGroup extends Common {
  readonly GroupName: string
}

export interface FixtureRole extends Common, WithTags {
  readonly RoleName: string
  readonly AssumeRolePolicyDocument: string
  readonly Description?: string
  readonly MaxSessionDuration?: number
}

/** A customer managed policy, in its default version. */
export interface FixturePolicy {
  readonly PolicyName: string
  readonly PolicyDocument: string
  readonly Path?: string
  readonly Description?: string
  readonly Tags?: ReadonlyMap<string, string>
  readonly CreateDate?: EpochMillis
}

export interface FixtureIdentityLists {
  readonly Policies?: readonly FixturePolicy[]
  readonly Groups?: readonly FixtureGroup[]
  readonly Users?: readonly FixtureUser[]
  readonly Roles?: readonly FixtureRole[]
}

/** An account. */
export interface FixtureAccount extends FixtureIdentityLists {
  readonly Name?: string
  /** Of its root user. */
  readonly AccessKeys?: readonly FixtureAccessKey[]
}

/** An account that is there, and what of it a fixture cannot say. */
export interface DescribedAccount {
  readonly account: FixtureAccount
  /** Sentences. */
  readonly omitted: readonly string[]
}

export interface MadeAccessKey {
  readonly AccountId: string
  /** Absent for a root user. */
  readonly UserName?: string
  readonly AccessKeyId: string
  readonly SecretAccessKey: string
}

/** What came of an account: how many things were made, how many were there, and the access keys. */
export interface MadeAccount {
  readonly made: number
  readonly unchanged: number
  readonly accessKeys: readonly MadeAccessKey[]
}

/** Accounts of a fixture on a draft. */
export interface FixtureIdentities {
  /** Makes what is not there. The scope of its access keys must be fit to be sealed in. */
  make(
    account: FixtureAccount,
    place: InAccount,
    now: EpochMillis,
    fault: (fault: FixtureFault) => void,
  ): Promise<MadeAccount>
  /** Access keys are told with secrets only. */
  describe(place: InAccount, shows: Shown): Promise<DescribedAccount>
}
