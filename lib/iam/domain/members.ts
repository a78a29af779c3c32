import { boolean, integer, list, required, structure, text, timestamp } from '#model/query/shape.ts'

/*
 * Members of inputs and answers (AWS IAM API reference). Where AWS reports a broken pattern in words of its own, the
 * words stand here.
 */

const NAME = {
  pattern: /^[\w+=,.@-]+$/,
  words: 'It must contain only alphanumeric characters and/or the following: +=,.@_-',
}
const PATH = {
  pattern: /^(\/|\/[!-~]+\/)$/,
  words: 'It must begin and end with / and contain only alphanumeric characters and/or / characters.',
}
const PREFIX = {
  pattern: /^\/[!-~]*$/,
  words: 'It must begin with / and contain only alphanumeric characters and/or / characters.',
}

export const userName = text({ min: 1, max: 64, form: NAME })
export const existingUserName = text({ min: 1, max: 128, form: NAME })
export const groupName = text({ min: 1, max: 128, form: NAME })
export const roleName = text({ min: 1, max: 64, form: NAME })
export const policyName = text({ min: 1, max: 128, form: NAME })
export const path = text({ min: 1, max: 512, form: PATH })
export const pathPrefix = text({ min: 1, max: 512, form: PREFIX })
export const arn = text({ min: 20, max: 2048 })
export const document = text({ min: 1, max: 131_072, form: { pattern: /^[\t\n\r\u0020-\u00ff]+$/ } })
export const policyDescription = text({ max: 1000 })
export const roleDescription = text({ max: 1000, form: { pattern: /^[\t\n\r\u0020-\u007e\u00a1-\u00ff]*$/ } })
export const maxSessionDuration = integer({ min: 3600, max: 43_200 })
export const accessKeyId = text({ min: 16, max: 128, pattern: '[\\w]+' })
export const versionId = text({ pattern: 'v[1-9][0-9]*(\\.[A-Za-z0-9-]*)?' })

export const tagKey = text({ min: 1, max: 128, form: { pattern: /^[\p{L}\p{Z}\p{N}_.:/=+\-@]+$/u } })
const tagValue = text({ min: 0, max: 256, form: { pattern: /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u } })
export const tags = list(structure({ Key: required(tagKey), Value: required(tagValue) }), 50)
export const tagKeys = list(tagKey, 50)

/** By whom a request is about: what is there already. */
export const BY_USER = { UserName: required(existingUserName) } as const
export const BY_GROUP = { GroupName: required(groupName) } as const
export const BY_ROLE = { RoleName: required(roleName) } as const

/** Of every list. */
export const PAGE = {
  Marker: text({ min: 1 }),
  MaxItems: integer({ min: 1, max: 1000 }),
} as const
export const POSITION = { IsTruncated: boolean, Marker: text() } as const

export const boundary = structure({ PermissionsBoundaryType: text(), PermissionsBoundaryArn: text() })

const IDENTITY = { Arn: required(text()), CreateDate: timestamp } as const

export const user = structure({
  Path: text(),
  UserName: text(),
  UserId: required(text()),
  ...IDENTITY,
  PermissionsBoundary: boundary,
  Tags: tags,
})

export const group = structure({
  Path: required(text()),
  GroupName: required(text()),
  GroupId: required(text()),
  ...IDENTITY,
})

export const role = structure({
  Path: required(text()),
  RoleName: required(text()),
  RoleId: required(text()),
  ...IDENTITY,
  AssumeRolePolicyDocument: text(),
  Description: text(),
  MaxSessionDuration: integer(),
  PermissionsBoundary: boundary,
  Tags: tags,
  RoleLastUsed: structure({}),
})

export const policy = structure({
  PolicyName: required(text()),
  PolicyId: required(text()),
  Arn: required(text()),
  Path: required(text()),
  DefaultVersionId: required(text()),
  AttachmentCount: integer(),
  PermissionsBoundaryUsageCount: integer(),
  IsAttachable: boolean,
  Description: text(),
  CreateDate: timestamp,
  UpdateDate: timestamp,
  Tags: tags,
})

export const policyVersion = structure({
  Document: text(),
  VersionId: required(text()),
  IsDefaultVersion: boolean,
  CreateDate: timestamp,
})
