import { required } from '#model/query/shape.ts'
import { checkOnPolicy, managed, ownOf, touchManaged } from '../domain/managed.ts'
import { arn, PAGE, POSITION, tagKeys, tags } from '../domain/members.ts'
import { pageOf } from '../domain/pagination.ts'
import { newTags, requestTagConditions, storedTags, tagAnswers, tagsOf, withoutTags, withTags } from '../domain/tags.ts'
import { operation } from '../operation.ts'

const POLICY = { PolicyArn: required(arn) } as const

export const tagPolicy = operation({
  input: { ...POLICY, Tags: required(tags) },
  output: {},
  async plan({ PolicyArn, Tags }, context) {
    const asked = await managed(PolicyArn, context)
    return {
      checks: [checkOnPolicy('TagPolicy', asked, requestTagConditions(Tags))],
      run() {
        const all = withTags(tagsOf(ownOf(asked)), newTags(Tags), 'TagsPerPolicy')
        return { answer: {}, writes: touchManaged(asked, { tags: storedTags(all) }) }
      },
    }
  },
})

export const untagPolicy = operation({
  input: { ...POLICY, TagKeys: required(tagKeys) },
  output: {},
  async plan({ PolicyArn, TagKeys }, context) {
    const asked = await managed(PolicyArn, context)
    return {
      checks: [checkOnPolicy('UntagPolicy', asked, { 'aws:tagkeys': TagKeys })],
      run() {
        const left = withoutTags(tagsOf(ownOf(asked)), TagKeys)
        return { answer: {}, writes: touchManaged(asked, { tags: storedTags(left) }) }
      },
    }
  },
})

export const listPolicyTags = operation({
  input: { ...POLICY, ...PAGE },
  output: { Tags: required(tags), ...POSITION },
  async plan({ PolicyArn, ...page }, context) {
    const asked = await managed(PolicyArn, context)
    return {
      checks: [checkOnPolicy('ListPolicyTags', asked)],
      async run() {
        const all = tagAnswers(ownOf(asked))
        const { items, position } = await pageOf(all, page, `tags/${PolicyArn}`, ({ Key }) => Key, context)
        return { answer: { Tags: items, ...position } }
      },
    }
  },
})
