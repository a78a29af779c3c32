import { list, required } from '#model/query/shape.ts'
import { userInList, wholeUser } from '../domain/answers.ts'
import { identityArn } from '../domain/arn.ts'
import { userOf } from '../domain/caller-user.ts'
import { assertNothingLeft } from '../domain/deletion.ts'
import { checkOn, entity, existing, removal, under } from '../domain/entities.ts'
import { arn, existingUserName, PAGE, POSITION, path, pathPrefix, tags, user, userName } from '../domain/members.ts'
import { creationChecks, newIdentity } from '../domain/new-identity.ts'
import { pageOf } from '../domain/pagination.ts'
import { checksOfMove, moved } from '../domain/rename.ts'
import { operation } from '../operation.ts'

export const createUser = operation({
  input: { Path: path, UserName: required(userName), PermissionsBoundary: arn, Tags: tags },
  output: { User: user },
  plan({ UserName, Path, PermissionsBoundary, Tags }, context) {
    const wanted = { kind: 'user', name: UserName, path: Path, boundary: PermissionsBoundary, tags: Tags } as const
    return {
      checks: creationChecks(wanted, context),
      async run() {
        const { row, writes } = await newIdentity(wanted, context)
        return { answer: { User: wholeUser(row) }, writes }
      },
    }
  },
})

export const getUser = operation({
  input: { UserName: existingUserName },
  output: { User: required(user) },
  async plan({ UserName }, context) {
    const named = await userOf(UserName, context)
    if (named.root) {
      const { arn: resource, account } = named.root
      const User = { UserId: account, Arn: resource, CreateDate: named.createdAt }
      return { checks: [{ action: 'iam:GetUser', resource }], run: () => ({ answer: { User } }) }
    }
    const asked = await entity('user', named.name, context)
    return {
      checks: [checkOn('GetUser', asked)],
      run: () => ({ answer: { User: wholeUser(existing(asked)) } }),
    }
  },
})

export const listUsers = operation({
  input: { PathPrefix: pathPrefix, ...PAGE },
  output: { Users: required(list(user)), ...POSITION },
  plan: ({ PathPrefix, ...asked }, context) => ({
    checks: [
      { action: 'iam:ListUsers', resource: identityArn({ ...context.place, kind: 'user', path: '/', name: '' }) },
    ],
    async run() {
      const all = (await context.ports.store.identities(context.place, 'user')).filter(under(PathPrefix))
      const { items, position } = await pageOf(all, asked, 'users', ({ name }) => name, context)
      return { answer: { Users: items.map(userInList), ...position } }
    },
  }),
})

export const updateUser = operation({
  input: { UserName: required(existingUserName), NewPath: path, NewUserName: userName },
  output: {},
  async plan({ UserName, NewPath, NewUserName }, context) {
    const asked = await entity('user', UserName, context)
    const change = { name: NewUserName, path: NewPath }
    return {
      checks: checksOfMove('UpdateUser', asked, change),
      run: async () => ({ answer: {}, writes: await moved(existing(asked), change, context) }),
    }
  },
})

export const deleteUser = operation({
  input: { UserName: required(existingUserName) },
  output: {},
  async plan({ UserName }, context) {
    const asked = await entity('user', UserName, context)
    return {
      checks: [checkOn('DeleteUser', asked)],
      async run() {
        const row = existing(asked)
        await assertNothingLeft(row, context)
        return { answer: {}, writes: [removal(row)] }
      },
    }
  },
})
