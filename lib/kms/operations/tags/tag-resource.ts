import { requestTagConditions } from '../../domain/conditions.ts'
import { ownerOf } from '../../domain/material.ts'
import { onKey } from '../../domain/on-key.ts'
import { checkTagCount, checkTags } from '../../domain/tags.ts'
import { insert, update } from '../../domain/writes.ts'
import type { Operation } from '../../operation.ts'

export const tagResource: Operation<'TagResource'> = {
  plan(input, context) {
    checkTags(input.Tags)
    return onKey(
      'TagResource',
      input.KeyId,
      context,
      ({ key, tags }) => ({
        run() {
          const old = new Map(tags.map((tag) => [tag.tagKey, tag]))
          checkTagCount(new Set([...old.keys(), ...input.Tags.map((tag) => tag.TagKey)]).size)
          const { scope } = ownerOf(key)
          const puts = input.Tags.map(({ TagKey: tagKey, TagValue: tagValue }) => {
            const stored = old.get(tagKey)
            return stored
              ? update('tag', stored, { tagValue })
              : insert('tag', { ...scope, keyId: key.keyId, tagKey, tagValue })
          })
          // The key's own version moves too, so that two calls cannot pass the limit together.
          return { answer: undefined, writes: [update('key', key, {}), ...puts] }
        },
      }),
      requestTagConditions(input.Tags),
    )
  },
}
