import type { Stored } from '#kms/ports.ts'
import { insert, remove } from '#kms/ports.ts'
import { boolean, list, required, text } from '#model/query/shape.ts'
import { policyArn } from '../domain/arn.ts'
import { AWS_MANAGED_POLICIES } from '../domain/aws-managed.ts'
import { endDocuments, replaceDocument } from '../domain/documents.ts'
import { sameName, touchAccount, under } from '../domain/entities.ts'
import { assertFound, boundedBy, checkOnPolicy, managed, ownOf } from '../domain/managed.ts'
import {
  arn,
  document,
  PAGE,
  POSITION,
  path,
  pathPrefix,
  policy,
  policyDescription,
  policyName,
  tags,
} from '../domain/members.ts'
import { ownerOf, UNNAMED } from '../domain/owners.ts'
import { pageOf } from '../domain/pagination.ts'
import { awsAnswer, ownAnswer } from '../domain/policy-answers.ts'
import { checkManagedPolicy } from '../domain/policy-size.ts'
import { newTags, requestTagConditions, storedTags } from '../domain/tags.ts'
import { newUniqueId } from '../domain/unique-id.ts'
import { hasVersions, overQuota, policyExists, policyInUse } from '../errors.ts'
import type { IamContext } from '../operation.ts'
import { operation } from '../operation.ts'
import type { ManagedPolicyRow } from '../ports.ts'

/** Of an account (AWS IAM user guide, "IAM and AWS STS quotas"). */
const MOST_POLICIES = 1500

async function assertFree(name: string, { place, ports }: IamContext): Promise<void> {
  const all = await ports.store.managedPolicies(place)
  if (all.some((row) => sameName(row.name, name))) throw policyExists(name)
  if (all.length >= MOST_POLICIES) throw overQuota('PoliciesPerAccount', MOST_POLICIES)
}

export const createPolicy = operation({
  input: {
    PolicyName: required(policyName),
    Path: path,
    PolicyDocument: required(document),
    Description: policyDescription,
    Tags: tags,
  },
  output: { Policy: policy },
  plan({ PolicyName: name, Path = '/', PolicyDocument, Description = '', Tags }, context) {
    const { place, now, ports } = context
    const about = { resource: policyArn({ ...place, path: Path, name }), conditions: requestTagConditions(Tags) }
    const check = { action: 'iam:CreatePolicy', ...about, shownAs: `policy ${name}` }
    return {
      checks: Tags && Tags.length > 0 ? [check, { action: 'iam:TagPolicy', ...about }] : [check],
      async run() {
        checkManagedPolicy(PolicyDocument)
        await assertFree(name, context)
        const owner = ownerOf({ kind: 'policy', name })
        const number = (await ports.store.lastDocument(place, owner, UNNAMED)) + 1
        const row: ManagedPolicyRow = {
          ...place,
          ...{ name, path: Path, description: Description },
          uniqueId: newUniqueId('policy', ports.ids),
          createdAt: now,
          updatedAt: now,
          defaultVersion: number,
          lastVersion: number,
          tags: storedTags(newTags(Tags)),
        }
        const version = await replaceDocument(owner, UNNAMED, PolicyDocument, context)
        const writes = [await touchAccount(context), insert('managedPolicy', row), ...version]
        return { answer: { Policy: ownAnswer(row, { attachments: 0, boundaries: 0 }, 'whole') }, writes }
      },
    }
  },
})

async function uses(policyArn: string, context: IamContext) {
  const attached = await context.ports.store.attachedTo(context.place, policyArn)
  return { attachments: attached.length, boundaries: (await boundedBy(policyArn, context)).length }
}

export const getPolicy = operation({
  input: { PolicyArn: required(arn) },
  output: { Policy: policy },
  async plan({ PolicyArn }, context) {
    const asked = await managed(PolicyArn, context)
    return {
      checks: [checkOnPolicy('GetPolicy', asked)],
      async run() {
        assertFound(asked)
        const used = await uses(PolicyArn, context)
        return { answer: { Policy: asked.aws ? awsAnswer(asked.aws, used) : ownAnswer(ownOf(asked), used, 'whole') } }
      },
    }
  },
})

export const listPolicies = operation({
  input: {
    Scope: text({ enum: ['All', 'AWS', 'Local'] }),
    OnlyAttached: boolean,
    PathPrefix: pathPrefix,
    PolicyUsageFilter: text({ enum: ['PermissionsPolicy', 'PermissionsBoundary'] }),
    ...PAGE,
  },
  output: { Policies: list(policy), ...POSITION },
  plan: ({ Scope = 'All', OnlyAttached = false, PathPrefix, PolicyUsageFilter, ...page }, context) => ({
    checks: [{ action: 'iam:ListPolicies', resource: '*', shownAs: `policy path ${PathPrefix ?? '/'}` }],
    async run() {
      const own = Scope === 'AWS' ? [] : await context.ports.store.managedPolicies(context.place)
      const aws = Scope === 'Local' ? [] : AWS_MANAGED_POLICIES
      const answers = await Promise.all([
        ...own.map(async (row) => ownAnswer(row, await uses(policyArn(row), context), 'in-list')),
        ...aws.map(async (one) => awsAnswer(one, await uses(one.arn, context))),
      ])
      const fits = under(PathPrefix)
      const all = answers
        .filter(({ Path }) => fits({ path: Path }))
        .filter(({ AttachmentCount }) => !OnlyAttached || Number(AttachmentCount) > 0)
        .filter((one) => PolicyUsageFilter === undefined || isUsedAs(one, PolicyUsageFilter))
        .sort((a, b) => (a.Arn < b.Arn ? -1 : 1))
      const { items, position } = await pageOf(all, page, 'policies', ({ Arn }) => Arn, context)
      return { answer: { Policies: items, ...position } }
    },
  }),
})

function isUsedAs(one: ReturnType<typeof ownAnswer>, filter: 'PermissionsPolicy' | 'PermissionsBoundary'): boolean {
  const count = filter === 'PermissionsPolicy' ? one.AttachmentCount : one.PermissionsBoundaryUsageCount
  return Number(count) > 0
}

export const deletePolicy = operation({
  input: { PolicyArn: required(arn) },
  output: {},
  async plan({ PolicyArn }, context) {
    const asked = await managed(PolicyArn, context)
    return {
      checks: [checkOnPolicy('DeletePolicy', asked)],
      async run() {
        const row = ownOf(asked)
        const { attachments, boundaries } = await uses(PolicyArn, context)
        if (attachments + boundaries > 0) throw policyInUse()
        const versions = await versionsOf(row, context)
        if (versions.length > 1) throw hasVersions()
        return { answer: {}, writes: [remove('managedPolicy', row), ...endDocuments(versions, context.now)] }
      },
    }
  },
})

const versionsOf = (row: Stored<ManagedPolicyRow>, { place, ports }: IamContext) =>
  ports.store.documents(place, ownerOf({ kind: 'policy', name: row.name }))
