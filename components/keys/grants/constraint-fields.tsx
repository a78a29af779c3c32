'use client'

import type { ContextPairDto } from '#console/dto/grants.ts'
import { pairProblem } from '../../playground/context.ts'
import { SelectField } from '../../ui/field.tsx'
import { PairRows } from '../../ui/pair-rows.tsx'
import { type GrantDraft, rowsOf } from './grant-draft.ts'

interface ConstraintFieldsProps {
  readonly draft: GrantDraft
  readonly set: (change: Partial<GrantDraft>) => void
}

const CONSTRAINTS = ['none', 'subset', 'equals'] as const
const WORDS = {
  none: 'None',
  subset: 'Encryption context has at least these pairs',
  equals: 'Encryption context is exactly these pairs',
} as const
const BLANK: ContextPairDto = { name: '', value: '' }

/** Which encryption context a request must bring for the grant to allow it. */
export function ConstraintFields({ draft, set }: ConstraintFieldsProps) {
  function choose(value: string) {
    const constraint = CONSTRAINTS.find((each) => each === value) ?? 'none'
    set({ constraint, pairs: draft.pairs.length === 0 ? [BLANK] : draft.pairs })
  }
  return (
    <div className="grid gap-2">
      <SelectField label="Constraint" value={draft.constraint} onChange={(event) => choose(event.target.value)}>
        {CONSTRAINTS.map((value) => (
          <option key={value} value={value}>
            {WORDS[value]}
          </option>
        ))}
      </SelectField>
      {draft.constraint !== 'none' && (
        <PairRows
          legend="Encryption context pairs"
          noun="pair"
          pairs={rowsOf(draft)}
          onChange={(pairs) => set({ pairs: pairs.map(({ key, value }) => ({ name: key, value })) })}
          problemOf={pairProblem}
        />
      )}
    </div>
  )
}
