import type { Input } from '#model/api.ts'
import { tagProblem } from '../errors.ts'
import type { MaterialOwner } from '../ports.ts'
import type { Write } from './writes.ts'
import { insert } from './writes.ts'

const MAX_TAGS = 50

type Tags = Input<'TagResource'>['Tags']

/** Refuses duplicate and reserved keys; the model has refused bad lengths already. */
export function checkTags(tags: Tags): void {
  const keys = new Set(tags.map((tag) => tag.TagKey))
  if (keys.size !== tags.length) throw tagProblem('Duplicate tag keys')
  checkTagKeys([...keys])
}

export function checkTagKeys(keys: readonly string[]): void {
  if (keys.some((key) => key.toLowerCase().startsWith('aws:')))
    throw tagProblem('Tags beginning with aws: are reserved')
}

/** A key holds at most 50 tags (AWS KMS developer guide, resource quotas). */
export function checkTagCount(count: number): void {
  if (count > MAX_TAGS) throw tagProblem('Too many tags')
}

/** Tags that come with a new key. */
export function acceptTags(tags: Tags | undefined): void {
  if (!tags) return
  checkTags(tags)
  checkTagCount(tags.length)
}

export function tagRows({ scope, keyId }: MaterialOwner, tags: Tags | undefined): readonly Write[] {
  return (tags ?? []).map(({ TagKey, TagValue }) =>
    insert('tag', { ...scope, keyId, tagKey: TagKey, tagValue: TagValue }),
  )
}
