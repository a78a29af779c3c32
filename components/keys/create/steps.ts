import type { KeyChoiceDto } from '#console/dto/keys.ts'
import { readPolicy } from '../../policy-editor/policy-document.ts'
import { aliasProblem, periodProblem, tagProblem, takenBy } from '../name-rules.ts'
import { type Draft, isInStore, rotates } from './draft.ts'

export const STEPS = [
  { id: 'configure', label: 'Configure' },
  { id: 'labels', label: 'Labels' },
  { id: 'administrators', label: 'Administrators' },
  { id: 'users', label: 'Users' },
  { id: 'review', label: 'Review' },
] as const

export type StepId = (typeof STEPS)[number]['id']

/** The step that an address names; the first where it names none. */
export function parseStep(text: string | null): StepId {
  return STEPS.find(({ id }) => id === text)?.id ?? 'configure'
}

export function stepAt(place: number): StepId | undefined {
  return STEPS[place]?.id
}

export function placeOf(step: StepId): number {
  return STEPS.findIndex(({ id }) => id === step)
}

/** The first thing of a step that keeps the key from being made. */
export function stepProblem(step: StepId, draft: Draft, keys: readonly KeyChoiceDto[]): string | undefined {
  switch (step) {
    case 'configure':
      return storeProblem(draft) ?? (rotates(draft) ? periodProblem(draft.period) : undefined)
    case 'labels': {
      const tags = draft.tags.map((tag, index) => tagProblem(tag, draft.tags.toSpliced(index, 1)))
      return aliasProblem(draft.alias) ?? takenBy(draft.alias, keys) ?? tags.find((problem) => problem !== undefined)
    }
    case 'review':
      return draft.ownPolicy === undefined ? undefined : readPolicy(draft.ownPolicy).problems[0]?.message
    default:
      return undefined
  }
}

export function firstProblem(draft: Draft, keys: readonly KeyChoiceDto[]) {
  for (const { id, label } of STEPS) {
    const problem = stepProblem(id, draft, keys)
    if (problem !== undefined) return { step: id, label, problem }
  }
  return undefined
}

function storeProblem(draft: Draft): string | undefined {
  if (!isInStore(draft)) return undefined
  if (draft.keyStoreId === '') return 'Choose a custom key store'
  return draft.origin === 'EXTERNAL_KEY_STORE' ? xksKeyProblem(draft.xksKeyId) : undefined
}

/** What is wrong with the id of an external key, in words (API reference, CreateKey, XksKeyId). */
export function xksKeyProblem(id: string): string | undefined {
  const trimmed = id.trim()
  if (trimmed === '') return 'Say which key of the external key manager it is'
  if (trimmed.length > 128) return 'The id of an external key has at most 128 characters'
  return /^[\w .:-]+$/.test(trimmed) ? undefined : 'Letters, digits, spaces and . _ : - only'
}
