import type { EpochMillis } from '#kernel/ids.ts'
import type { MembersOf } from '#model/query/shape.ts'
import type { ManagedPolicyRow } from '../ports.ts'
import { policyArn } from './arn.ts'
import type { AwsManagedPolicy } from './aws-managed.ts'
import type { policy } from './members.ts'
import { tagAnswers } from './tags.ts'

export type PolicyAnswer = MembersOf<(typeof policy)['members']>

/** How often a policy is attached, and how often it is a permissions boundary. */
export interface Uses {
  readonly attachments: number
  readonly boundaries: number
}

/** When AWS made those that it keeps for everyone: about then. */
const AWS_MADE = Date.UTC(2015, 1, 6, 18, 40) as EpochMillis

/** Lists leave out description and tags. */
export function ownAnswer(row: ManagedPolicyRow, uses: Uses, form: 'whole' | 'in-list'): PolicyAnswer {
  const tags = tagAnswers(row)
  return {
    PolicyName: row.name,
    PolicyId: row.uniqueId,
    Arn: policyArn(row),
    Path: row.path,
    DefaultVersionId: versionName(row.defaultVersion),
    AttachmentCount: uses.attachments,
    PermissionsBoundaryUsageCount: uses.boundaries,
    IsAttachable: true,
    ...(form === 'whole' && row.description !== '' && { Description: row.description }),
    CreateDate: row.createdAt,
    UpdateDate: row.updatedAt,
    ...(form === 'whole' && tags.length > 0 && { Tags: tags }),
  }
}

export function awsAnswer(policy: AwsManagedPolicy, uses: Uses): PolicyAnswer {
  return {
    PolicyName: policy.name,
    PolicyId: policy.uniqueId,
    Arn: policy.arn,
    Path: policy.path,
    DefaultVersionId: versionName(1),
    AttachmentCount: uses.attachments,
    PermissionsBoundaryUsageCount: uses.boundaries,
    IsAttachable: true,
    Description: policy.description,
    CreateDate: AWS_MADE,
    UpdateDate: AWS_MADE,
  }
}

/** The one version of a policy that AWS keeps. */
export function awsVersion(policy: AwsManagedPolicy) {
  return { number: 1, document: policy.document, createdAt: AWS_MADE }
}

export const versionName = (number: number): string => `v${number}`
