import { onKey } from '../../domain/on-key.ts'
import { checkTagKeys } from '../../domain/tags.ts'
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
          writes: tags
            .filter((tag) => input.TagKeys.includes(tag.tagKey))
            .map((tag) => ({ act: 'remove', table: 'tag', key: tag, version: tag.version }) as const),
        }),
      }),
      { 'aws:tagkeys': input.TagKeys },
    )
  },
}
