import { onKey } from '../../domain/on-key.ts'
import { checkTagKeys } from '../../domain/tags.ts'
import { remove } from '../../domain/writes.ts'
import type { Operation } from '../../operation.ts'

/** Keys that the resource does not have are ignored. */
export const untagResource: Operation<'UntagResource'> = {
  plan(input, context) {
    checkTagKeys(input.TagKeys)
    return onKey(
      'UntagResource',
      input.KeyId,
      context,
      ({ tags }) => ({
        run: () => ({
          answer: undefined,
          writes: tags.filter((tag) => input.TagKeys.includes(tag.tagKey)).map((tag) => remove('tag', tag)),
        }),
      }),
      { 'aws:tagkeys': input.TagKeys },
    )
  },
}
