import { required } from '#model/query/shape.ts'
import type { Entity } from '../domain/entities.ts'
import { boundaryCondition, checkOn, entity, existing, LABEL, touch } from '../domain/entities.ts'
import { boundaryPolicy, touchManaged } from '../domain/managed.ts'
import { arn, roleName, userName } from '../domain/members.ts'
import { noBoundary } from '../errors.ts'
import type { IamContext } from '../operation.ts'
import { operation } from '../operation.ts'

const BY_USER = { UserName: required(userName) } as const
const BY_ROLE = { RoleName: required(roleName) } as const
const BOUNDARY = { PermissionsBoundary: required(arn) } as const

/** The condition key is the boundary that is asked for. */
function put(asked: Entity, boundary: string, context: IamContext) {
  return {
    checks: [checkOn(`Put${LABEL[asked.kind]}PermissionsBoundary`, asked, boundaryCondition(boundary))] as const,
    async run() {
      const row = existing(asked)
      const policy = await boundaryPolicy(boundary, context)
      return { answer: {}, writes: [touch(row, { boundary }), ...touchManaged(policy)] }
    },
  }
}

function drop(asked: Entity) {
  return {
    checks: [checkOn(`Delete${LABEL[asked.kind]}PermissionsBoundary`, asked)] as const,
    run() {
      const row = existing(asked)
      if (row.boundary === null) throw noBoundary(row.kind, row.name)
      return { answer: {}, writes: [touch(row, { boundary: null })] }
    },
  }
}

export const putUserPermissionsBoundary = operation({
  input: { ...BY_USER, ...BOUNDARY },
  output: {},
  plan: async ({ UserName, PermissionsBoundary }, context) =>
    put(await entity('user', UserName, context), PermissionsBoundary, context),
})
export const putRolePermissionsBoundary = operation({
  input: { ...BY_ROLE, ...BOUNDARY },
  output: {},
  plan: async ({ RoleName, PermissionsBoundary }, context) =>
    put(await entity('role', RoleName, context), PermissionsBoundary, context),
})
export const deleteUserPermissionsBoundary = operation({
  input: BY_USER,
  output: {},
  plan: async ({ UserName }, context) => drop(await entity('user', UserName, context)),
})
export const deleteRolePermissionsBoundary = operation({
  input: BY_ROLE,
  output: {},
  plan: async ({ RoleName }, context) => drop(await entity('role', RoleName, context)),
})
