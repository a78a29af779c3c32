'use client'

import { useConsoleQuery } from '../../hooks/queries.tsx'
import { Card } from '../../ui/card.tsx'
import { TextAreaField } from '../../ui/field.tsx'
import { PairRows } from '../../ui/pair-rows.tsx'
import { AliasField } from '../alias-field.tsx'
import { tagProblem, takenBy } from '../name-rules.ts'
import type { StepProps } from './configure-step.tsx'

const LONGEST = 8192

/** Names for people and for programs. */
export function LabelsStep({ draft, set }: StepProps) {
  const { data: keys } = useConsoleQuery('choices')
  return (
    <Card title="Labels" aside="all optional, all can change later">
      <div className="grid gap-5 p-4">
        <AliasField
          value={draft.alias}
          onChange={(alias) => set({ alias })}
          problem={takenBy(draft.alias, keys ?? [])}
          hint="A name that programs use in place of the id. It can be moved to another key at any time."
        />
        <TextAreaField
          label="Description"
          rows={3}
          maxLength={LONGEST}
          value={draft.description}
          onChange={(event) => set({ description: event.target.value })}
          hint="Stands in plain text in the audit log: no secrets here."
        />
        <PairRows
          legend="Tags"
          noun="tag"
          pairs={draft.tags}
          onChange={(tags) => set({ tags })}
          problemOf={tagProblem}
        />
      </div>
    </Card>
  )
}
