import { required } from '#model/query/shape.ts'
import type { Entity } from '../domain/entities.ts'
import { checkOn, entity, existing, LABEL, touch } from '../domain/entities.ts'
import { BY_ROLE, BY_USER, PAGE, POSITION, tagKeys, tags } from '../domain/members.ts'
import { pageOf } from '../domain/pagination.ts'
import type { Tag } from '../domain/tags.ts'
import { newTags, requestTagConditions, storedTags, tagAnswers, tagsOf, withoutTags, withTags } from '../domain/tags.ts'
import type { IamContext } from '../operation.ts'
import { operation } from '../operation.ts'

const NOTHING = {} as const
const LISTED = { Tags: required(tags), ...POSITION } as const

function addTags(asked: Entity, added: readonly Tag[]) {
  return {
    checks: [checkOn(`Tag${LABEL[asked.kind]}`, asked, requestTagConditions(added))] as const,
    run() {
      const row = existing(asked)
      const all = withTags(tagsOf(row), newTags(added), `TagsPer${LABEL[asked.kind]}`)
      return { answer: NOTHING, writes: [touch(row, { tags: storedTags(all) })] }
    },
  }
}

function dropTags(asked: Entity, keys: readonly string[]) {
  return {
    checks: [checkOn(`Untag${LABEL[asked.kind]}`, asked, { 'aws:tagkeys': keys })] as const,
    run() {
      const row = existing(asked)
      return { answer: NOTHING, writes: [touch(row, { tags: storedTags(withoutTags(tagsOf(row), keys)) })] }
    },
  }
}

function listTags(
  asked: Entity,
  page: { Marker?: string | undefined; MaxItems?: number | undefined },
  context: IamContext,
) {
  return {
    checks: [checkOn(`List${LABEL[asked.kind]}Tags`, asked)] as const,
    async run() {
      const row = existing(asked)
      const { items, position } = await pageOf(tagAnswers(row), page, `tags/${row.uniqueId}`, ({ Key }) => Key, context)
      return { answer: { Tags: items, ...position } }
    },
  }
}

export const tagUser = operation({
  input: { ...BY_USER, Tags: required(tags) },
  output: NOTHING,
  plan: async ({ UserName, Tags }, context) => addTags(await entity('user', UserName, context), Tags),
})

export const untagUser = operation({
  input: { ...BY_USER, TagKeys: required(tagKeys) },
  output: NOTHING,
  plan: async ({ UserName, TagKeys }, context) => dropTags(await entity('user', UserName, context), TagKeys),
})

export const listUserTags = operation({
  input: { ...BY_USER, ...PAGE },
  output: LISTED,
  plan: async ({ UserName, ...page }, context) => listTags(await entity('user', UserName, context), page, context),
})

export const tagRole = operation({
  input: { ...BY_ROLE, Tags: required(tags) },
  output: NOTHING,
  plan: async ({ RoleName, Tags }, context) => addTags(await entity('role', RoleName, context), Tags),
})

export const untagRole = operation({
  input: { ...BY_ROLE, TagKeys: required(tagKeys) },
  output: NOTHING,
  plan: async ({ RoleName, TagKeys }, context) => dropTags(await entity('role', RoleName, context), TagKeys),
})

export const listRoleTags = operation({
  input: { ...BY_ROLE, ...PAGE },
  output: LISTED,
  plan: async ({ RoleName, ...page }, context) => listTags(await entity('role', RoleName, context), page, context),
})
