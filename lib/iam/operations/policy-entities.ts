import { list, required, structure, text } from '#model/query/shape.ts'
import { under } from '../domain/entities.ts'
import { assertFound, bounded, checkOnPolicy, managed } from '../domain/managed.ts'
import { arn, PAGE, POSITION, pathPrefix } from '../domain/members.ts'
import { ownerOf } from '../domain/owners.ts'
import { pageOf } from '../domain/pagination.ts'
import type { IamContext } from '../operation.ts'
import { operation } from '../operation.ts'
import type { IdentityKind, IdentityRow } from '../ports.ts'

const KIND = {
  User: 'user',
  Role: 'role',
  Group: 'group',
  LocalManagedPolicy: undefined,
  AWSManagedPolicy: undefined,
} as const

/** Whom a managed policy is attached to, and whose permissions boundary it is. */
export const listEntitiesForPolicy = operation({
  input: {
    PolicyArn: required(arn),
    EntityFilter: text({ enum: ['User', 'Role', 'Group', 'LocalManagedPolicy', 'AWSManagedPolicy'] }),
    PathPrefix: pathPrefix,
    PolicyUsageFilter: text({ enum: ['PermissionsPolicy', 'PermissionsBoundary'] }),
    ...PAGE,
  },
  output: {
    PolicyGroups: list(structure({ GroupName: text(), GroupId: text() })),
    PolicyUsers: list(structure({ UserName: text(), UserId: text() })),
    PolicyRoles: list(structure({ RoleName: text(), RoleId: text() })),
    ...POSITION,
  },
  async plan({ PolicyArn, EntityFilter, PathPrefix, PolicyUsageFilter, ...page }, context) {
    const asked = await managed(PolicyArn, context)
    return {
      checks: [checkOnPolicy('ListEntitiesForPolicy', asked)],
      async run() {
        assertFound(asked)
        const wanted = (row: IdentityRow) => EntityFilter === undefined || KIND[EntityFilter] === row.kind
        const users = await usersOf(PolicyArn, PolicyUsageFilter, context)
        const all = users.filter(wanted).filter(under(PathPrefix))
        const { items, position } = await pageOf(all, page, `entities/${PolicyArn}`, ownerOf, context)
        const named = (kind: IdentityKind) => items.filter((row) => row.kind === kind)
        return {
          answer: {
            PolicyGroups: named('group').map((row) => ({ GroupName: row.name, GroupId: row.uniqueId })),
            PolicyUsers: named('user').map((row) => ({ UserName: row.name, UserId: row.uniqueId })),
            PolicyRoles: named('role').map((row) => ({ RoleName: row.name, RoleId: row.uniqueId })),
            ...position,
          },
        }
      },
    }
  },
})

/** Each once, in order of kind and name. */
async function usersOf(
  policyArn: string,
  usage: 'PermissionsPolicy' | 'PermissionsBoundary' | undefined,
  context: IamContext,
): Promise<readonly IdentityRow[]> {
  const { place, ports } = context
  const attached = usage === 'PermissionsBoundary' ? [] : await ports.store.attachedTo(place, policyArn)
  const limited = usage === 'PermissionsPolicy' ? [] : ((await bounded(context)).get(policyArn) ?? [])
  const owners = new Set([...attached.map(({ owner }) => owner), ...limited.map(ownerOf)])
  const rows = [...owners].sort().map((owner) => {
    const [kind, name = ''] = owner.split('/')
    return ports.store.identity(place, kind as IdentityKind, name)
  })
  return (await Promise.all(rows)).filter((row) => row !== undefined)
}
