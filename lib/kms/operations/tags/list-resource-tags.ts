import { onKey } from '../../domain/on-key.ts'
import { pageOf, pageOfAll, TAG_PAGE } from '../../domain/pagination.ts'
import type { Operation } from '../../operation.ts'

export const listResourceTags: Operation<'ListResourceTags'> = {
  plan: (input, context) =>
    onKey('ListResourceTags', input.KeyId, context, ({ key, tags }) => ({
      async run() {
        const list = `ListResourceTags:${key.keyId}`
        const page = pageOf(input, TAG_PAGE, list, context)
        const { items, position } = await pageOfAll(tags, page, list, (tag) => tag.tagKey, context)
        return { answer: { Tags: items.map((tag) => ({ TagKey: tag.tagKey, TagValue: tag.tagValue })), ...position } }
      },
    })),
}
