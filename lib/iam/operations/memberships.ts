import { insert, remove } from '#kms/ports.ts'
import { list, required } from '#model/query/shape.ts'
import { groupAnswer } from '../domain/answers.ts'
import { checkOn, entity, existing, touch } from '../domain/entities.ts'
import { BY_GROUP, BY_USER, group, PAGE, POSITION } from '../domain/members.ts'
import { pageOf } from '../domain/pagination.ts'
import { QUOTAS } from '../domain/quotas.ts'
import { overQuota } from '../errors.ts'
import { operation } from '../operation.ts'

const BOTH = { ...BY_GROUP, ...BY_USER } as const

export const addUserToGroup = operation({
  input: BOTH,
  output: {},
  async plan({ GroupName, UserName }, context) {
    const { place, now, ports } = context
    const [group, user] = await Promise.all([entity('group', GroupName, context), entity('user', UserName, context)])
    return {
      checks: [checkOn('AddUserToGroup', group)],
      async run() {
        const [into, who] = [existing(group), existing(user)]
        const groups = await ports.store.groupsOf(place, who.name)
        if (groups.some(({ groupName }) => groupName === into.name)) return { answer: {} }
        const most = QUOTAS.groupsOfUser
        if (groups.length >= most) throw overQuota('GroupsPerUser', most)
        const row = { ...place, groupName: into.name, userName: who.name, createdAt: now }
        return { answer: {}, writes: [touch(into), touch(who), insert('membership', row)] }
      },
    }
  },
})

/** Of one who is not in it: nothing happens. */
export const removeUserFromGroup = operation({
  input: BOTH,
  output: {},
  async plan({ GroupName, UserName }, context) {
    const { place, ports } = context
    const [group, user] = await Promise.all([entity('group', GroupName, context), entity('user', UserName, context)])
    return {
      checks: [checkOn('RemoveUserFromGroup', group)],
      async run() {
        const [from, who] = [existing(group), existing(user)]
        const groups = await ports.store.groupsOf(place, who.name)
        const row = groups.find(({ groupName }) => groupName === from.name)
        return { answer: {}, writes: row ? [touch(from), touch(who), remove('membership', row)] : [] }
      },
    }
  },
})

export const listGroupsForUser = operation({
  input: { ...BY_USER, ...PAGE },
  output: { Groups: required(list(group)), ...POSITION },
  async plan({ UserName, ...page }, context) {
    const { place, ports } = context
    const asked = await entity('user', UserName, context)
    return {
      checks: [checkOn('ListGroupsForUser', asked)],
      async run() {
        const { name, uniqueId } = existing(asked)
        const memberships = await ports.store.groupsOf(place, name)
        const groups = memberships.map(({ groupName }) => ports.store.identity(place, 'group', groupName))
        const found = (await Promise.all(groups)).filter((one) => one !== undefined)
        const { items, position } = await pageOf(found, page, `groups/${uniqueId}`, (row) => row.name, context)
        return { answer: { Groups: items.map(groupAnswer), ...position } }
      },
    }
  },
})
