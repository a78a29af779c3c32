import type { NewKeyDto } from '#console/dto/changes.ts'
import type { TagDto } from '#console/dto/keys.ts'
import type { ScopeDto } from '#console/dto/scope.ts'
import { findRegion } from '#model/regions.ts'
import { defaultKeyPolicyText } from '#policy/default-policy.ts'
import { readPolicy } from '../policy-editor/policy-document.ts'
import type { ApiCall } from '../snippets.ts'
import { firstSpec, importReason, noRotationReason, USAGES } from './key-specs.ts'
import { aliasProblem, periodProblem, tagProblem } from './name-rules.ts'

/** The create form as it is being filled in. */
export interface Draft {
  readonly usage: string
  readonly spec: string
  readonly origin: string
  readonly multiRegion: boolean
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
  const [{ usage }] = USAGES
  return {
    ...{ usage, spec: firstSpec(usage), origin: 'AWS_KMS', multiRegion: false },
    ...{ alias: '', description: '', tags: [], rotate: false, period: '365', policy: 'default', policyText },
  }
}

/** A change of the draft, and what follows from it: every draft is of a key that can be made. */
export function withChange(draft: Draft, change: Partial<Draft>): Draft {
  const { usage = draft.usage } = change
  const next = { ...draft, ...(usage === draft.usage ? {} : { spec: firstSpec(usage) }), ...change }
  return importReason(next.spec) === undefined ? next : { ...next, origin: 'AWS_KMS' }
}

/** Whether automatic rotation can be had. */
function rotates(draft: Draft): boolean {
  return draft.rotate && noRotationReason(draft) === undefined
}

/** The first thing that keeps the form from being sent. */
export function draftProblem(draft: Draft): string | undefined {
  const tags = draft.tags.map((tag, index) => tagProblem(tag, draft.tags.toSpliced(index, 1)))
  return (
    aliasProblem(draft.alias) ??
    tags.find((problem) => problem !== undefined) ??
    (rotates(draft) ? periodProblem(draft.period) : undefined) ??
    (draft.policy === 'json' ? readPolicy(draft.policyText).problems[0]?.message : undefined)
  )
}

/** What the server is asked for. */
export function newKey(draft: Draft): NewKeyDto {
  const { spec, usage, origin, multiRegion } = draft
  return {
    ...{ spec, usage, origin, multiRegion },
    description: draft.description,
    alias: draft.alias,
    tags: draft.tags.filter((tag) => tag.key !== ''),
    ...(rotates(draft) ? { rotationPeriodInDays: Number(draft.period) } : {}),
    ...(draft.policy === 'json' ? { policy: draft.policyText } : {}),
  }
}

/** The CreateKey call that this comes to; what AWS KMS takes for granted is left out. */
export function createKeyCall(draft: Draft): ApiCall {
  const { spec, usage, origin, multiRegion, description, tags, policy } = newKey(draft)
  return {
    operation: 'CreateKey',
    input: {
      ...(spec === 'SYMMETRIC_DEFAULT' ? {} : { KeySpec: spec, KeyUsage: usage }),
      ...(origin === 'AWS_KMS' ? {} : { Origin: origin }),
      ...(multiRegion ? { MultiRegion: true } : {}),
      ...(description ? { Description: description } : {}),
      ...(tags.length > 0 ? { Tags: tags.map(({ key, value }) => ({ TagKey: key, TagValue: value })) } : {}),
      ...(policy === undefined ? {} : { Policy: policy }),
    },
  }
}
