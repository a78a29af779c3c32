import { list, required } from '#model/query/shape.ts'
import { groupAnswer, userInList } from '../domain/answers.ts'
import { identityArn } from '../domain/arn.ts'
import { assertNothingLeft } from '../domain/deletion.ts'
import { checkOn, entity, existing, removal, under } from '../domain/entities.ts'
import { group, groupName, PAGE, POSITION, path, pathPrefix, user } from '../domain/members.ts'
import { creationChecks, newIdentity } from '../domain/new-identity.ts'
import { pageOf } from '../domain/pagination.ts'
import { checksOfMove, moved } from '../domain/rename.ts'
import { operation } from '../operation.ts'

export const createGroup = operation({
  input: { Path: path, GroupName: required(groupName) },
  output: { Group: required(group) },
  plan({ GroupName, Path }, context) {
    const wanted = { kind: 'group', name: GroupName, path: Path } as const
    return {
      checks: creationChecks(wanted, context),
      async run() {
        const { row, writes } = await newIdentity(wanted, context)
        return { answer: { Group: groupAnswer(row) }, writes }
      },
    }
  },
})

/** A group and its users. */
export const getGroup = operation({
  input: { GroupName: required(groupName), ...PAGE },
  output: { Group: required(group), Users: required(list(user)), ...POSITION },
  async plan({ GroupName, ...page }, context) {
    const asked = await entity('group', GroupName, context)
    const { place, ports } = context
    return {
      checks: [checkOn('GetGroup', asked)],
      async run() {
        const row = existing(asked)
        const members = await ports.store.membersOf(place, row.name)
        const users = await Promise.all(members.map(({ userName }) => ports.store.identity(place, 'user', userName)))
        const found = users.filter((one) => one !== undefined)
        const { items, position } = await pageOf(found, page, `members/${row.uniqueId}`, ({ name }) => name, context)
        return { answer: { Group: groupAnswer(row), Users: items.map(userInList), ...position } }
      },
    }
  },
})

export const listGroups = operation({
  input: { PathPrefix: pathPrefix, ...PAGE },
  output: { Groups: required(list(group)), ...POSITION },
  plan: ({ PathPrefix, ...asked }, context) => ({
    checks: [
      { action: 'iam:ListGroups', resource: identityArn({ ...context.place, kind: 'group', path: '/', name: '' }) },
    ],
    async run() {
      const all = (await context.ports.store.identities(context.place, 'group')).filter(under(PathPrefix))
      const { items, position } = await pageOf(all, asked, 'groups', ({ name }) => name, context)
      return { answer: { Groups: items.map(groupAnswer), ...position } }
    },
  }),
})

export const updateGroup = operation({
  input: { GroupName: required(groupName), NewPath: path, NewGroupName: groupName },
  output: {},
  async plan({ GroupName, NewPath, NewGroupName }, context) {
    const asked = await entity('group', GroupName, context)
    const change = { name: NewGroupName, path: NewPath }
    return {
      checks: checksOfMove('UpdateGroup', asked, change),
      run: async () => ({ answer: {}, writes: await moved(existing(asked), change, context) }),
    }
  },
})

export const deleteGroup = operation({
  input: { GroupName: required(groupName) },
  output: {},
  async plan({ GroupName }, context) {
    const asked = await entity('group', GroupName, context)
    return {
      checks: [checkOn('DeleteGroup', asked)],
      async run() {
        const row = existing(asked)
        await assertNothingLeft(row, context)
        return { answer: {}, writes: [removal(row)] }
      },
    }
  },
})
