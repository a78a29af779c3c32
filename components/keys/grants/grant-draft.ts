import type { ConstraintsDto, ContextPairDto, NewGrantDto } from '#console/dto/grants.ts'
import { contextProblem } from '../../playground/context.ts'
import type { Pair } from '../../ui/pair-rows.tsx'

/** The grant form as it is being filled in. */
export interface GrantDraft {
  readonly grantee: string
  readonly operations: ReadonlySet<string>
  readonly retiree: string
  readonly name: string
  readonly constraint: 'none' | 'subset' | 'equals'
  readonly pairs: readonly ContextPairDto[]
}

export const EMPTY_GRANT: GrantDraft = {
  grantee: '',
  operations: new Set(),
  retiree: '',
  name: '',
  constraint: 'none',
  pairs: [],
}

const NAME = /^[a-zA-Z0-9:/_-]{0,256}$/

/** The first thing that keeps the form from being sent. */
export function grantProblem(draft: GrantDraft): string | undefined {
  if (draft.grantee.trim() === '') return 'Say who is given the grant'
  if (draft.operations.size === 0) return 'Choose at least one operation'
  if (!NAME.test(draft.name)) return 'A name has letters, digits, and : / _ - only'
  if (draft.constraint === 'none') return undefined
  const problem = contextProblem(rowsOf(draft))
  if (problem) return problem
  return pairsOf(draft).length === 0 ? 'A constraint needs a pair' : undefined
}

/** The pairs of the constraint as they stand in the form. */
export function rowsOf({ pairs }: GrantDraft): readonly Pair[] {
  return pairs.map(({ name, value }) => ({ key: name, value }))
}

export function newGrant(draft: GrantDraft): NewGrantDto {
  return {
    name: draft.name,
    grantee: draft.grantee.trim(),
    retiree: draft.retiree.trim(),
    operations: [...draft.operations],
    constraints: constraintsOf(draft),
  }
}

function constraintsOf(draft: GrantDraft): ConstraintsDto {
  return draft.constraint === 'none' ? {} : { [draft.constraint]: pairsOf(draft) }
}

function pairsOf({ pairs }: GrantDraft): readonly ContextPairDto[] {
  return pairs.filter(({ name }) => name !== '')
}
