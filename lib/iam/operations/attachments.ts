import { insert, remove } from '#kms/ports.ts'
import { list, required, structure, text } from '#model/query/shape.ts'
import type { Entity } from '../domain/entities.ts'
import { checkOn, entity, existing, LABEL, touch, under } from '../domain/entities.ts'
import type { Managed } from '../domain/managed.ts'
import { attachable, managed, touchManaged } from '../domain/managed.ts'
import { arn, BY_GROUP, BY_ROLE, BY_USER, PAGE, POSITION, pathPrefix } from '../domain/members.ts'
import { ownerOf } from '../domain/owners.ts'
import { pageOf } from '../domain/pagination.ts'
import { QUOTAS } from '../domain/quotas.ts'
import { overQuota, policyNotFound } from '../errors.ts'
import type { IamContext } from '../operation.ts'
import { operation } from '../operation.ts'

const POLICY = { PolicyArn: required(arn) } as const
const LISTING = { PathPrefix: pathPrefix, ...PAGE } as const
const LISTED = { AttachedPolicies: list(structure({ PolicyName: text(), PolicyArn: text() })), ...POSITION } as const

interface Page {
  readonly PathPrefix?: string | undefined
  readonly Marker?: string | undefined
  readonly MaxItems?: number | undefined
}

const check = (verb: 'Attach' | 'Detach', asked: Entity, policy: Managed) =>
  checkOn(`${verb}${LABEL[asked.kind]}Policy`, asked, { 'iam:policyarn': policy.arn })

/** Of one that is attached already: nothing happens. */
async function attach(asked: Entity, policyArn: string, context: IamContext) {
  const policy = await managed(policyArn, context)
  const { place, now, ports } = context
  return {
    checks: [check('Attach', asked, policy)] as const,
    async run() {
      const row = existing(asked)
      attachable(policy)
      const attached = await ports.store.attachments(place, ownerOf(row))
      if (attached.some((one) => one.policyArn === policyArn)) return { answer: {} }
      const most = QUOTAS.attachedPolicies
      if (attached.length >= most) throw overQuota(`PoliciesPer${LABEL[row.kind]}`, most)
      const added = insert('attachment', { ...place, owner: ownerOf(row), policyArn, createdAt: now })
      return { answer: {}, writes: [touch(row), ...touchManaged(policy), added] }
    },
  }
}

async function detach(asked: Entity, policyArn: string, context: IamContext) {
  const policy = await managed(policyArn, context)
  const { place, ports } = context
  return {
    checks: [check('Detach', asked, policy)] as const,
    async run() {
      const row = existing(asked)
      const attached = await ports.store.attachments(place, ownerOf(row))
      const found = attached.find((one) => one.policyArn === policyArn)
      if (!found) throw policyNotFound(policyArn)
      return { answer: {}, writes: [touch(row), ...touchManaged(policy), remove('attachment', found)] }
    },
  }
}

async function attachedTo(asked: Entity, { PathPrefix, ...page }: Page, context: IamContext) {
  const { place, ports } = context
  return {
    checks: [checkOn(`ListAttached${LABEL[asked.kind]}Policies`, asked)] as const,
    async run() {
      const row = existing(asked)
      const rows = await ports.store.attachments(place, ownerOf(row))
      const all = rows.map(({ policyArn }) => partsOf(policyArn)).filter(under(PathPrefix))
      const { items, position } = await pageOf(all, page, `attached/${row.uniqueId}`, (one) => one.arn, context)
      const AttachedPolicies = items.map((one) => ({ PolicyName: one.name, PolicyArn: one.arn }))
      return { answer: { AttachedPolicies, ...position } }
    },
  }
}

function partsOf(policyArn: string) {
  const resource = policyArn.slice(policyArn.indexOf(':policy/') + ':policy'.length)
  const slash = resource.lastIndexOf('/') + 1
  return { arn: policyArn, path: resource.slice(0, slash), name: resource.slice(slash) }
}

export const attachUserPolicy = operation({
  input: { ...BY_USER, ...POLICY },
  output: {},
  plan: async ({ UserName, PolicyArn }, context) => attach(await entity('user', UserName, context), PolicyArn, context),
})
export const attachGroupPolicy = operation({
  input: { ...BY_GROUP, ...POLICY },
  output: {},
  plan: async ({ GroupName, PolicyArn }, context) =>
    attach(await entity('group', GroupName, context), PolicyArn, context),
})
export const attachRolePolicy = operation({
  input: { ...BY_ROLE, ...POLICY },
  output: {},
  plan: async ({ RoleName, PolicyArn }, context) => attach(await entity('role', RoleName, context), PolicyArn, context),
})

export const detachUserPolicy = operation({
  input: { ...BY_USER, ...POLICY },
  output: {},
  plan: async ({ UserName, PolicyArn }, context) => detach(await entity('user', UserName, context), PolicyArn, context),
})
export const detachGroupPolicy = operation({
  input: { ...BY_GROUP, ...POLICY },
  output: {},
  plan: async ({ GroupName, PolicyArn }, context) =>
    detach(await entity('group', GroupName, context), PolicyArn, context),
})
export const detachRolePolicy = operation({
  input: { ...BY_ROLE, ...POLICY },
  output: {},
  plan: async ({ RoleName, PolicyArn }, context) => detach(await entity('role', RoleName, context), PolicyArn, context),
})

export const listAttachedUserPolicies = operation({
  input: { ...BY_USER, ...LISTING },
  output: LISTED,
  plan: async ({ UserName, ...page }, context) => attachedTo(await entity('user', UserName, context), page, context),
})
export const listAttachedGroupPolicies = operation({
  input: { ...BY_GROUP, ...LISTING },
  output: LISTED,
  plan: async ({ GroupName, ...page }, context) => attachedTo(await entity('group', GroupName, context), page, context),
})
export const listAttachedRolePolicies = operation({
  input: { ...BY_ROLE, ...LISTING },
  output: LISTED,
  plan: async ({ RoleName, ...page }, context) => attachedTo(await entity('role', RoleName, context), page, context),
})
