import type { MembersOf } from '#model/query/shape.ts'
import type { IdentityRow } from '../ports.ts'
import { identityArn } from './arn.ts'
import { encoded } from './documents.ts'
import type { group, role, user } from './members.ts'
import { tagAnswers } from './tags.ts'

export type UserAnswer = MembersOf<(typeof user)['members']>
export type GroupAnswer = MembersOf<(typeof group)['members']>
export type RoleAnswer = MembersOf<(typeof role)['members']>

/** As lists show it: they leave out boundary and tags. */
export function userInList(row: IdentityRow): UserAnswer {
  return { Path: row.path, UserName: row.name, UserId: row.uniqueId, Arn: identityArn(row), CreateDate: row.createdAt }
}

export function wholeUser(row: IdentityRow): UserAnswer {
  return { ...userInList(row), ...boundaryAnswer(row), ...tagsAnswer(row) }
}

export function groupAnswer(row: IdentityRow): GroupAnswer {
  return {
    Path: row.path,
    GroupName: row.name,
    GroupId: row.uniqueId,
    Arn: identityArn(row),
    CreateDate: row.createdAt,
  }
}

export function roleInList(row: IdentityRow, trust: string): RoleAnswer {
  return {
    Path: row.path,
    RoleName: row.name,
    RoleId: row.uniqueId,
    Arn: identityArn(row),
    CreateDate: row.createdAt,
    AssumeRolePolicyDocument: encoded(trust),
    ...(row.description !== '' && { Description: row.description }),
    ...(row.maxSessionSeconds !== null && { MaxSessionDuration: row.maxSessionSeconds }),
  }
}

export function wholeRole(row: IdentityRow, trust: string): RoleAnswer {
  return { ...roleInList(row, trust), ...boundaryAnswer(row), ...tagsAnswer(row) }
}

function boundaryAnswer({ boundary }: IdentityRow) {
  if (boundary === null) return {}
  return { PermissionsBoundary: { PermissionsBoundaryType: 'Policy', PermissionsBoundaryArn: boundary } }
}

function tagsAnswer(row: IdentityRow) {
  const tags = tagAnswers(row)
  return tags.length > 0 ? { Tags: tags } : {}
}
