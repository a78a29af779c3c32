import type { AccountId, AliasArn, AliasName, KeyArn, KeyId, Region } from '#kernel/ids.ts'
import { isAccountId, isRegion } from '#kernel/ids.ts'
import type { Scope } from '#kernel/scope.ts'
import { findRegion } from '#model/regions.ts'

const ALIAS_PREFIX = 'alias/'

/** `aws`, `aws-cn`, `aws-us-gov`: follows from the Region. */
export function partitionOf(region: Region): string {
  return findRegion(region)?.partition ?? 'aws'
}

function arn({ account, region }: Pick<Scope, 'account' | 'region'>, resource: string): string {
  return `arn:${partitionOf(region)}:kms:${region}:${account}:${resource}`
}

export function keyArn(scope: Pick<Scope, 'account' | 'region'>, keyId: KeyId): KeyArn {
  return arn(scope, `key/${keyId}`) as KeyArn
}

/** The ARN of a key's row: its scope stands in it. */
export function arnOf(key: { account: AccountId; region: Region; keyId: KeyId }): KeyArn {
  return keyArn(key, key.keyId)
}

/** The ARN that stands for a whole account, in the partition of a Region. */
export function accountArn(account: AccountId, region: Region): string {
  return `arn:${partitionOf(region)}:iam::${account}:root`
}

export function aliasArn(scope: Pick<Scope, 'account' | 'region'>, name: AliasName): AliasArn {
  return arn(scope, name) as AliasArn
}

export function isAliasName(text: string): text is AliasName {
  return text.startsWith(ALIAS_PREFIX)
}

/** An ARN of a KMS key or alias, taken apart. */
export interface KmsArn {
  readonly account: AccountId
  readonly region: Region
  /** `key/…` or `alias/…`. */
  readonly resource: string
}

/** Whose key or alias an ARN names. */
export function ownerOfArn(text: string): AccountId | undefined {
  return parseKmsArn(text)?.account
}

/** Undefined when the text is no ARN of AWS KMS. */
export function parseKmsArn(text: string): KmsArn | undefined {
  const [scheme, partition, service, region = '', account = '', ...rest] = text.split(':')
  if (scheme !== 'arn' || service !== 'kms' || !isRegion(region) || !isAccountId(account)) return undefined
  if (partition !== partitionOf(region)) return undefined
  return { account, region, resource: rest.join(':') }
}
