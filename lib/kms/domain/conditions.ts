import type { ConditionContext } from '#policy/request.ts'
import type { MoreConditions } from '#policy/request-context.ts'
import { requestContext } from '#policy/request-context.ts'
import type { Check, Context } from '../operation.ts'
import type { KeyRecord } from '../ports.ts'
import type { EncryptionContext } from './encryption.ts'
import type { KeyRef } from './key-ref.ts'
import { isMultiRegion, multiRegionType } from './multi-region.ts'
import type { KeyRow } from './rows.ts'

type Value = string | readonly string[]

export type { MoreConditions }

/** Global condition keys, present in every request. */
export function requestConditions({ caller, now }: Context, more?: MoreConditions): Map<string, Value> {
  return requestContext(caller, now, more)
}

/** Whether an integrated service makes the call for its principal: the value of `kms:GrantIsForAWSResource`. */
export function isForwarded({ caller }: Context): 'true' | 'false' {
  return caller.session?.via === undefined ? 'false' : 'true'
}

/** What kind of key it is, or is to be; the names that AWS deprecated are still in policies. */
export function kindConditions(kind: Pick<KeyRow, 'spec' | 'usage' | 'origin'>, multiRegion: boolean) {
  const { spec, usage, origin } = kind
  return {
    'kms:keyspec': spec,
    'kms:customermasterkeyspec': spec,
    'kms:keyusage': usage,
    'kms:customermasterkeyusage': usage,
    'kms:keyorigin': origin,
    'kms:multiregion': String(multiRegion),
  } satisfies MoreConditions
}

/** Condition keys of operations on a key (AWS KMS developer guide, "AWS KMS condition keys"). */
export function keyConditions(record: KeyRecord, context: Context, more?: MoreConditions): ConditionContext {
  return withKeyConditions(requestConditions(context, more), record)
}

/** The same, added to those of the request. */
export function withKeyConditions(conditions: Map<string, Value>, { key, tags, aliases }: KeyRecord): ConditionContext {
  for (const [name, value] of Object.entries(kindConditions(key, isMultiRegion(key)))) conditions.set(name, value)
  if (isMultiRegion(key)) conditions.set('kms:multiregionkeytype', multiRegionType(key))
  if (aliases.length > 0)
    conditions.set(
      'kms:resourcealiases',
      aliases.map((alias) => alias.name),
    )
  for (const tag of tags) conditions.set(`aws:resourcetag/${tag.tagKey.toLowerCase()}`, tag.tagValue)
  return conditions
}

/** What an encryption context adds, in requests and in the constraints of a grant. */
export function contextConditions(encryptionContext: EncryptionContext): MoreConditions {
  if (!encryptionContext || encryptionContext.size === 0) return {}
  const more: Record<string, Value> = { 'kms:encryptioncontextkeys': [...encryptionContext.keys()] }
  for (const [name, value] of encryptionContext) more[`kms:encryptioncontext:${name.toLowerCase()}`] = value
  return more
}

/** The check of a call that encrypts or decrypts: its algorithm, even when defaulted, and its context take part. */
export function cryptoCheck(
  action: string,
  ref: KeyRef & { readonly named?: 'request' | 'ciphertext' },
  context: Context,
  algorithm: string,
  encryptionContext: EncryptionContext,
  more?: MoreConditions,
): Check {
  const conditions = { 'kms:encryptionalgorithm': algorithm, ...contextConditions(encryptionContext), ...more }
  return {
    ...keyCheck(action, ref, context, conditions),
    ...(encryptionContext && { encryptionContext }),
  }
}

/** The check of one action on a key. An alias that named the key takes part. */
export function keyCheck(
  action: string,
  ref: KeyRef & { readonly named?: 'request' | 'ciphertext' },
  context: Context,
  more?: MoreConditions,
): Check {
  const { arn, record, alias, named = 'request' } = ref
  return {
    action,
    resource: { kind: 'key', arn, record, named },
    context: keyConditions(record, context, { 'kms:requestalias': alias, ...more }),
  }
}

/** What tags in a request add, for attribute-based access control. */
export function requestTagConditions(
  tags: readonly { TagKey: string; TagValue: string }[] | undefined,
): MoreConditions {
  if (!tags || tags.length === 0) return {}
  const more: Record<string, Value> = { 'aws:tagkeys': tags.map((tag) => tag.TagKey) }
  for (const tag of tags) more[`aws:requesttag/${tag.TagKey.toLowerCase()}`] = tag.TagValue
  return more
}
