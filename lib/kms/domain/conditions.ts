import { isoSeconds } from '#kernel/clock.ts'
import type { AliasName } from '#kernel/ids.ts'
import { principalContext } from '#policy/principal-context.ts'
import type { ConditionContext } from '#policy/request.ts'
import type { Context } from '../operation.ts'
import type { KeyRecord } from '../ports.ts'
import type { KeyRow } from './rows.ts'

type Value = string | readonly string[]

/** Condition keys beyond those of every request: names in lower case, absent ones undefined. */
export type MoreConditions = Readonly<Record<string, Value | undefined>>

/** Global condition keys, present in every request (IAM user guide, "AWS global condition context keys"). */
export function requestConditions(context: Context, more: MoreConditions = {}): Map<string, Value> {
  const { principal, request, scope } = context.caller
  const conditions = new Map<string, Value>([
    ...principalContext(principal),
    ['aws:sourceip', request.sourceIp],
    ['aws:useragent', request.userAgent],
    ['aws:securetransport', String(request.tls !== undefined)],
    ['aws:requestedregion', scope.region],
    ['aws:currenttime', isoSeconds(context.now)],
    ['aws:epochtime', String(Math.floor(context.now / 1000))],
  ])
  for (const [name, value] of Object.entries(more)) if (value !== undefined) conditions.set(name, value)
  return conditions
}

/** What kind of key it is, or is to be; the names that AWS deprecated are still in policies. */
export function kindConditions({ spec, usage, origin }: Pick<KeyRow, 'spec' | 'usage' | 'origin'>): MoreConditions {
  return {
    'kms:keyspec': spec,
    'kms:customermasterkeyspec': spec,
    'kms:keyusage': usage,
    'kms:customermasterkeyusage': usage,
    'kms:keyorigin': origin,
    'kms:multiregion': 'false',
  }
}

/** Condition keys of operations on a key (AWS KMS developer guide, "AWS KMS condition keys"). */
export function keyConditions(record: KeyRecord, context: Context, more?: MoreConditions): ConditionContext {
  const { key, tags, aliases } = record
  const conditions = requestConditions(context, { ...more, ...kindConditions(key) })
  if (aliases.length > 0)
    conditions.set(
      'kms:resourcealiases',
      aliases.map((alias) => alias.name),
    )
  for (const tag of tags) conditions.set(`aws:resourcetag/${tag.tagKey.toLowerCase()}`, tag.tagValue)
  return conditions
}

/** What a cryptographic call adds: its algorithm, even when defaulted, its context, the alias it named. */
export function cryptoConditions(
  algorithm: string,
  encryptionContext: ReadonlyMap<string, string> | undefined,
  alias: AliasName | undefined,
): MoreConditions {
  const more: Record<string, Value | undefined> = { 'kms:encryptionalgorithm': algorithm, 'kms:requestalias': alias }
  if (!encryptionContext || encryptionContext.size === 0) return more
  more['kms:encryptioncontextkeys'] = [...encryptionContext.keys()]
  for (const [name, value] of encryptionContext) more[`kms:encryptioncontext:${name.toLowerCase()}`] = value
  return more
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
