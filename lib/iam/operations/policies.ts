import { GLOBAL_REGION } from '#kernel/scope.ts'
import type { Stored } from '#kms/ports.ts'
import { insert, remove } from '#kms/ports.ts'
import { boolean, list, required, text } from '#model/query/shape.ts'
import { policyArn } from '../domain/arn.ts'
import { AWS_MANAGED_POLICIES } from '../domain/aws-managed.ts'
import { endDocuments, replaceDocument } from '../domain/documents.ts'
import { sameName, touchAccount, under } from '../domain/entities.ts'
import { assertFound, bounded, checkOnPolicy, managed, ownOf } from '../domain/managed.ts'
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
import { QUOTAS } from '../domain/quotas.ts'
import { newTags, requestTagConditions, storedTags } from '../domain/tags.ts'
import { uniqueIdFrom } from '../domain/unique-id.ts'
import { hasVersions, overQuota, policyExists, policyInUse } from '../errors.ts'
import type { IamContext } from '../operation.ts'
import { operation } from '../operation.ts'
import type { ManagedPolicyRow } from '../ports.ts'

async function assertFree(name: string, { place, ports }: IamContext): Promise<void> {
  const all = await ports.store.managedPolicies(place)
  if (all.some((row) => sameName(row.name, name))) throw policyExists(name)
  if (all.length >= QUOTAS.policies) throw overQuota('PoliciesPerAccount', QUOTAS.policies)
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
        const drawn = await ports.identifiers.draw({ ...place, region: GLOBAL_REGION }, `policy ${name}`)
        const row: ManagedPolicyRow = {
          ...place,
          ...{ name, path: Path, description: Description },
          uniqueId: uniqueIdFrom('policy', drawn.uuid),
          createdAt: now,
          updatedAt: now,
          defaultVersion: number,
          lastVersion: number,
          tags: storedTags(newTags(Tags)),
        }
        const version = await replaceDocument(owner, UNNAMED, PolicyDocument, context)
        const writes = [await touchAccount(context), ...drawn.writes, insert('managedPolicy', row), ...version]
        return { answer: { Policy: ownAnswer(row, { attachments: 0, boundaries: 0 }, 'whole') }, writes }
      },
    }
  },
})

/** Counts the users of policies; give it each ARN. */
async function usage(context: IamContext) {
  const limited = await bounded(context)
  return async (policyArn: string) => {
    const attached = await context.ports.store.attachedTo(context.place, policyArn)
    return { attachments: attached.length, boundaries: limited.get(policyArn)?.length ?? 0 }
  }
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
        const used = await (await usage(context))(PolicyArn)
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
      const uses = await usage(context)
      const answers = await Promise.all([
        ...own.map(async (row) => ownAnswer(row, await uses(policyArn(row)), 'in-list')),
        ...aws.map(async (one) => awsAnswer(one, await uses(one.arn))),
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
        const { attachments, boundaries } = await (await usage(context))(PolicyArn)
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
