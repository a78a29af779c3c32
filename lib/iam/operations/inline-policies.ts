import { list, required, text } from '#model/query/shape.ts'
import { encoded, endDocuments, inlineDocuments, replaceDocument } from '../domain/documents.ts'
import type { Entity } from '../domain/entities.ts'
import { checkOn, entity, existing, LABEL, touch } from '../domain/entities.ts'
import { BY_GROUP, BY_ROLE, BY_USER, document, PAGE, POSITION, policyName } from '../domain/members.ts'
import { ownerOf } from '../domain/owners.ts'
import { pageOf } from '../domain/pagination.ts'
import { checkIdentityPolicy } from '../domain/policy-document.ts'
import { policySize, QUOTAS } from '../domain/quotas.ts'
import { notFound, overInlineSize } from '../errors.ts'
import type { IamContext } from '../operation.ts'
import { operation } from '../operation.ts'

const PUT = { PolicyName: required(policyName), PolicyDocument: required(document) } as const
const ONE = { PolicyName: required(policyName) } as const
const GOT = { PolicyName: required(text()), PolicyDocument: required(text()) } as const
const NAMES = { PolicyNames: required(list(text())), ...POSITION } as const

type Named = { readonly PolicyName: string }
type Page = { readonly Marker?: string | undefined; readonly MaxItems?: number | undefined }

function put(asked: Entity, { PolicyName, PolicyDocument }: Named & { PolicyDocument: string }, context: IamContext) {
  return {
    checks: [checkOn(`Put${LABEL[asked.kind]}Policy`, asked)] as const,
    async run() {
      const row = existing(asked)
      checkIdentityPolicy(PolicyDocument)
      const others = (await inlineDocuments(ownerOf(row), context)).filter(({ name }) => name !== PolicyName)
      const size = others.reduce((sum, other) => sum + policySize(other.document), policySize(PolicyDocument))
      const most = QUOTAS.inlinePolicySize[row.kind]
      if (size > most) throw overInlineSize(most, row.kind, row.name)
      const replaced = await replaceDocument(ownerOf(row), PolicyName, PolicyDocument, context)
      return { answer: {}, writes: [touch(row), ...replaced] }
    },
  }
}

async function find(asked: Entity, policy: string, context: IamContext) {
  const row = existing(asked)
  const found = (await inlineDocuments(ownerOf(row), context)).find(({ name }) => name === policy)
  if (!found) throw notFound(`${row.kind} policy`, policy)
  return { row, found }
}

/** `by` repeats in the answer whom the request named. */
function get<B extends object>(by: B, asked: Entity, { PolicyName }: Named, context: IamContext) {
  return {
    checks: [checkOn(`Get${LABEL[asked.kind]}Policy`, asked)] as const,
    async run() {
      const { found } = await find(asked, PolicyName, context)
      return { answer: { ...by, PolicyName, PolicyDocument: encoded(found.document) } }
    },
  }
}

function names(asked: Entity, page: Page, context: IamContext) {
  return {
    checks: [checkOn(`List${LABEL[asked.kind]}Policies`, asked)] as const,
    async run() {
      const row = existing(asked)
      const all = (await inlineDocuments(ownerOf(row), context)).map(({ name }) => name)
      const { items, position } = await pageOf(all, page, `inline/${row.uniqueId}`, (name) => name, context)
      return { answer: { PolicyNames: items, ...position } }
    },
  }
}

function drop(asked: Entity, { PolicyName }: Named, context: IamContext) {
  return {
    checks: [checkOn(`Delete${LABEL[asked.kind]}Policy`, asked)] as const,
    async run() {
      const { row, found } = await find(asked, PolicyName, context)
      return { answer: {}, writes: [touch(row), ...endDocuments([found], context.now)] }
    },
  }
}

export const putUserPolicy = operation({
  input: { ...BY_USER, ...PUT },
  output: {},
  plan: async ({ UserName, ...given }, context) => put(await entity('user', UserName, context), given, context),
})
export const putGroupPolicy = operation({
  input: { ...BY_GROUP, ...PUT },
  output: {},
  plan: async ({ GroupName, ...given }, context) => put(await entity('group', GroupName, context), given, context),
})
export const putRolePolicy = operation({
  input: { ...BY_ROLE, ...PUT },
  output: {},
  plan: async ({ RoleName, ...given }, context) => put(await entity('role', RoleName, context), given, context),
})

export const getUserPolicy = operation({
  input: { ...BY_USER, ...ONE },
  output: { ...BY_USER, ...GOT },
  plan: async ({ UserName, ...given }, context) =>
    get({ UserName }, await entity('user', UserName, context), given, context),
})
export const getGroupPolicy = operation({
  input: { ...BY_GROUP, ...ONE },
  output: { ...BY_GROUP, ...GOT },
  plan: async ({ GroupName, ...given }, context) =>
    get({ GroupName }, await entity('group', GroupName, context), given, context),
})
export const getRolePolicy = operation({
  input: { ...BY_ROLE, ...ONE },
  output: { ...BY_ROLE, ...GOT },
  plan: async ({ RoleName, ...given }, context) =>
    get({ RoleName }, await entity('role', RoleName, context), given, context),
})

export const listUserPolicies = operation({
  input: { ...BY_USER, ...PAGE },
  output: NAMES,
  plan: async ({ UserName, ...page }, context) => names(await entity('user', UserName, context), page, context),
})
export const listGroupPolicies = operation({
  input: { ...BY_GROUP, ...PAGE },
  output: NAMES,
  plan: async ({ GroupName, ...page }, context) => names(await entity('group', GroupName, context), page, context),
})
export const listRolePolicies = operation({
  input: { ...BY_ROLE, ...PAGE },
  output: NAMES,
  plan: async ({ RoleName, ...page }, context) => names(await entity('role', RoleName, context), page, context),
})

export const deleteUserPolicy = operation({
  input: { ...BY_USER, ...ONE },
  output: {},
  plan: async ({ UserName, ...given }, context) => drop(await entity('user', UserName, context), given, context),
})
export const deleteGroupPolicy = operation({
  input: { ...BY_GROUP, ...ONE },
  output: {},
  plan: async ({ GroupName, ...given }, context) => drop(await entity('group', GroupName, context), given, context),
})
export const deleteRolePolicy = operation({
  input: { ...BY_ROLE, ...ONE },
  output: {},
  plan: async ({ RoleName, ...given }, context) => drop(await entity('role', RoleName, context), given, context),
})
