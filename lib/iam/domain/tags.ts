import type { MembersOf } from '#model/query/shape.ts'
import type { MoreConditions } from '#policy/request-context.ts'
import { requestTags } from '#policy/request-context.ts'
import { duplicateTags, overQuota, reservedTag } from '../errors.ts'
import type { tags } from './members.ts'
import { QUOTAS } from './quotas.ts'

export type Tag = MembersOf<(typeof tags)['member']['members']>
export type Pairs = readonly (readonly [key: string, value: string])[]

/** Tags as they are stored, refusing keys that are there twice whatever their case, and reserved ones. */
export function newTags(given: readonly Tag[] | undefined): Pairs {
  const pairs = (given ?? []).map(({ Key, Value }) => [Key, Value] as const)
  if (new Set(pairs.map(([key]) => key.toLowerCase())).size !== pairs.length) throw duplicateTags()
  if (pairs.some(([key]) => key.toLowerCase().startsWith('aws:'))) throw reservedTag()
  return pairs
}

/** A key that is there already takes the new value, and the new case of its letters. */
export function withTags(old: Pairs, added: Pairs, quota: string): Pairs {
  const names = new Set(added.map(([key]) => key.toLowerCase()))
  const all = [...old.filter(([key]) => !names.has(key.toLowerCase())), ...added]
  if (all.length > QUOTAS.tags) throw overQuota(quota, QUOTAS.tags)
  return all
}

export function withoutTags(old: Pairs, keys: readonly string[]): Pairs {
  const names = new Set(keys.map((key) => key.toLowerCase()))
  return old.filter(([key]) => !names.has(key.toLowerCase()))
}

export const storedTags = (pairs: Pairs): string => JSON.stringify(pairs)
export const tagsOf = ({ tags }: { readonly tags: string }): Pairs => JSON.parse(tags)

/** In order of their keys. */
export function tagAnswers(row: { readonly tags: string }): readonly Tag[] {
  return tagsOf(row)
    .map(([Key, Value]) => ({ Key, Value }))
    .sort((a, b) => (a.Key < b.Key ? -1 : 1))
}

/** Condition keys of tags that a request brings. */
export function requestTagConditions(given: readonly Tag[] | undefined): MoreConditions {
  return requestTags((given ?? []).map(({ Key, Value }) => [Key, Value]))
}

/** Condition keys of what a request is about. */
export function resourceTagConditions(row: { readonly tags: string } | undefined): MoreConditions {
  const pairs = row ? tagsOf(row) : []
  const names = ['aws:resourcetag', 'iam:resourcetag']
  return Object.fromEntries(
    pairs.flatMap(([key, value]) => names.map((name) => [`${name}/${key.toLowerCase()}`, value])),
  )
}
