import type { NewKeyDto } from '#console/dto/changes.ts'
import type { TagDto } from '#console/dto/keys.ts'
import type { ScopeDto } from '#console/dto/scope.ts'
import { findRegion } from '#model/regions.ts'
import { defaultKeyPolicyText } from '#policy/default-policy.ts'
import { readPolicy } from '../policy-editor/policy-document.ts'
import type { ApiCall } from '../snippets.ts'
import { aliasProblem, periodProblem, tagProblem } from './name-rules.ts'

/** The create form as it is being filled in. */
export interface Draft {
  readonly alias: string
  readonly description: string
  readonly tags: readonly TagDto[]
  readonly rotate: boolean
  /** Days, as typed. */
  readonly period: string
  readonly policy: 'default' | 'json'
  readonly policyText: string
}

export function emptyDraft({ account, region }: ScopeDto): Draft {
  const policyText = defaultKeyPolicyText(
    account as Parameters<typeof defaultKeyPolicyText>[0],
    findRegion(region)?.partition,
  )
  return { alias: '', description: '', tags: [], rotate: false, period: '365', policy: 'default', policyText }
}

/** The first thing that keeps the form from being sent. */
export function draftProblem(draft: Draft): string | undefined {
  const tags = draft.tags.map((tag, index) => tagProblem(tag, draft.tags.toSpliced(index, 1)))
  return (
    aliasProblem(draft.alias) ??
    tags.find((problem) => problem !== undefined) ??
    (draft.rotate ? periodProblem(draft.period) : undefined) ??
    (draft.policy === 'json' ? readPolicy(draft.policyText).problems[0]?.message : undefined)
  )
}

/** What the server is asked for. */
export function newKey(draft: Draft): NewKeyDto {
  return {
    description: draft.description,
    alias: draft.alias,
    tags: draft.tags.filter((tag) => tag.key !== ''),
    ...(draft.rotate ? { rotationPeriodInDays: Number(draft.period) } : {}),
    ...(draft.policy === 'json' ? { policy: draft.policyText } : {}),
  }
}

/** The CreateKey call that this comes to. */
export function createKeyCall(draft: Draft): ApiCall {
  const { description, tags, policy } = newKey(draft)
  return {
    operation: 'CreateKey',
    input: {
      ...(description ? { Description: description } : {}),
      ...(tags.length > 0 ? { Tags: tags.map(({ key, value }) => ({ TagKey: key, TagValue: value })) } : {}),
      ...(policy === undefined ? {} : { Policy: policy }),
    },
  }
}
