import type { Stored } from '#kms/ports.ts'
import { update } from '#kms/ports.ts'
import { list, required } from '#model/query/shape.ts'
import { roleInList, wholeRole } from '../domain/answers.ts'
import { identityArn } from '../domain/arn.ts'
import { assertNothingLeft } from '../domain/deletion.ts'
import { endDocuments, replaceDocument, trustDocument } from '../domain/documents.ts'
import { checkOn, entity, existing, removal, touch, under } from '../domain/entities.ts'
import {
  arn,
  document,
  maxSessionDuration,
  PAGE,
  POSITION,
  path,
  pathPrefix,
  role,
  roleDescription,
  roleName,
  tags,
} from '../domain/members.ts'
import { creationChecks, newIdentity } from '../domain/new-identity.ts'
import { ownerOf, UNNAMED } from '../domain/owners.ts'
import { pageOf } from '../domain/pagination.ts'
import { checkTrustPolicy } from '../domain/policy-document.ts'
import { policySize, QUOTAS } from '../domain/quotas.ts'
import { overQuota } from '../errors.ts'
import type { IamContext } from '../operation.ts'
import { operation } from '../operation.ts'
import type { IdentityRow } from '../ports.ts'

const USUAL_SESSION = 3600

async function checkTrust(text: string, { place, ports }: IamContext): Promise<void> {
  await checkTrustPolicy(text, place.sandbox, ports.identities)
  const most = QUOTAS.trustPolicySize
  if (policySize(text) > most) throw overQuota('ACLSizePerRole', most)
}

async function inListWithTrust(row: Stored<IdentityRow>, context: IamContext) {
  return roleInList(row, (await trustDocument(ownerOf(row), context)).document)
}

export const createRole = operation({
  input: {
    Path: path,
    RoleName: required(roleName),
    AssumeRolePolicyDocument: required(document),
    Description: roleDescription,
    MaxSessionDuration: maxSessionDuration,
    PermissionsBoundary: arn,
    Tags: tags,
  },
  output: { Role: required(role) },
  plan(input, context) {
    const { RoleName, Path, Description, MaxSessionDuration = USUAL_SESSION, PermissionsBoundary, Tags } = input
    const shared = { path: Path, boundary: PermissionsBoundary, tags: Tags, description: Description }
    const wanted = { kind: 'role', name: RoleName, ...shared, maxSessionSeconds: MaxSessionDuration } as const
    return {
      checks: creationChecks(wanted, context),
      async run() {
        const trust = input.AssumeRolePolicyDocument
        await checkTrust(trust, context)
        const { row, writes } = await newIdentity(wanted, context)
        const document = await replaceDocument(ownerOf(row), UNNAMED, trust, context)
        return { answer: { Role: wholeRole(row, trust) }, writes: [...writes, ...document] }
      },
    }
  },
})

export const getRole = operation({
  input: { RoleName: required(roleName) },
  output: { Role: required(role) },
  async plan({ RoleName }, context) {
    const asked = await entity('role', RoleName, context)
    return {
      checks: [checkOn('GetRole', asked)],
      async run() {
        const row = existing(asked)
        const { document } = await trustDocument(ownerOf(row), context)
        return { answer: { Role: { ...wholeRole(row, document), RoleLastUsed: {} } } }
      },
    }
  },
})

export const listRoles = operation({
  input: { PathPrefix: pathPrefix, ...PAGE },
  output: { Roles: required(list(role)), ...POSITION },
  plan: ({ PathPrefix, ...asked }, context) => ({
    checks: [
      { action: 'iam:ListRoles', resource: identityArn({ ...context.place, kind: 'role', path: '/', name: '' }) },
    ],
    async run() {
      const all = (await context.ports.store.identities(context.place, 'role')).filter(under(PathPrefix))
      const { items, position } = await pageOf(all, asked, 'roles', ({ name }) => name, context)
      const Roles = await Promise.all(items.map((row) => inListWithTrust(row, context)))
      return { answer: { Roles, ...position } }
    },
  }),
})

export const updateRole = operation({
  input: {
    RoleName: required(roleName),
    Description: roleDescription,
    MaxSessionDuration: maxSessionDuration,
  },
  output: {},
  async plan({ RoleName, Description = '', MaxSessionDuration = USUAL_SESSION }, context) {
    const asked = await entity('role', RoleName, context)
    const change = { description: Description, maxSessionSeconds: MaxSessionDuration }
    return {
      checks: [checkOn('UpdateRole', asked)],
      run: () => ({ answer: {}, writes: [touch(existing(asked), change)] }),
    }
  },
})

export const updateRoleDescription = operation({
  input: { RoleName: required(roleName), Description: required(roleDescription) },
  output: { Role: role },
  async plan({ RoleName, Description }, context) {
    const asked = await entity('role', RoleName, context)
    return {
      checks: [checkOn('UpdateRoleDescription', asked)],
      async run() {
        const row = existing(asked)
        const { document } = await trustDocument(ownerOf(row), context)
        const Role = wholeRole({ ...row, description: Description }, document)
        return { answer: { Role }, writes: [update('identity', row, { description: Description })] }
      },
    }
  },
})

export const updateAssumeRolePolicy = operation({
  input: { RoleName: required(roleName), PolicyDocument: required(document) },
  output: {},
  async plan({ RoleName, PolicyDocument }, context) {
    const asked = await entity('role', RoleName, context)
    return {
      checks: [checkOn('UpdateAssumeRolePolicy', asked)],
      async run() {
        const row = existing(asked)
        await checkTrust(PolicyDocument, context)
        const replaced = await replaceDocument(ownerOf(row), UNNAMED, PolicyDocument, context)
        return { answer: {}, writes: [touch(row), ...replaced] }
      },
    }
  },
})

export const deleteRole = operation({
  input: { RoleName: required(roleName) },
  output: {},
  async plan({ RoleName }, context) {
    const asked = await entity('role', RoleName, context)
    return {
      checks: [checkOn('DeleteRole', asked)],
      async run() {
        const row = existing(asked)
        await assertNothingLeft(row, context)
        const trust = await trustDocument(ownerOf(row), context)
        return { answer: {}, writes: [removal(row), ...endDocuments([trust], context.now)] }
      },
    }
  },
})
