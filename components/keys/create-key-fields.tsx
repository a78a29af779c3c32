'use client'

import { readPolicy } from '../policy-editor/policy-document.ts'
import { PolicyText } from '../policy-editor/policy-text.tsx'
import { Card } from '../ui/card.tsx'
import { TextAreaField, TextField } from '../ui/field.tsx'
import { Segments } from '../ui/segments.tsx'
import { Switch } from '../ui/switch.tsx'
import { aliasProblem, aliasWarning, periodProblem } from './name-rules.ts'
import type { Draft } from './new-key.ts'
import { TagRows } from './tag-rows.tsx'

interface PartProps {
  readonly draft: Draft
  readonly set: (change: Partial<Draft>) => void
}

export function LabelFields({ draft, set }: PartProps) {
  return (
    <Card title="Labels" aside="all optional, all can change later">
      <div className="grid gap-4 p-4">
        <div className="grid grid-cols-2 gap-4 max-sm:grid-cols-1">
          <TextField
            label="Alias"
            placeholder="alias/payments-prod"
            value={draft.alias}
            onChange={(event) => set({ alias: event.target.value })}
            error={aliasProblem(draft.alias)}
            hint={aliasWarning(draft.alias) ?? 'A name for the key that can be moved to another key'}
            autoComplete="off"
            spellCheck={false}
          />
          <TextAreaField
            label="Description"
            rows={1}
            maxLength={8192}
            value={draft.description}
            onChange={(event) => set({ description: event.target.value })}
          />
        </div>
        <TagRows tags={draft.tags} onChange={(tags) => set({ tags })} />
      </div>
    </Card>
  )
}

export function RotationFields({ draft, set }: PartProps) {
  const { rotate, period } = draft
  return (
    <Card title="Automatic rotation" aside="old ciphertexts still open">
      <div className="flex flex-wrap items-start gap-x-8 gap-y-2 px-4 py-2.5">
        <div className="flex h-9 items-center">
          <Switch checked={rotate} onChange={(on) => set({ rotate: on })}>
            Rotate by itself
          </Switch>
        </div>
        {rotate && (
          <TextField
            label="Days between rotations"
            type="number"
            min={90}
            max={2560}
            value={period}
            onChange={(event) => set({ period: event.target.value })}
            error={periodProblem(period)}
            className="w-48"
          />
        )}
      </div>
    </Card>
  )
}

const POLICIES = [
  { value: 'default', label: 'Default' },
  { value: 'json', label: 'JSON' },
] as const

export function PolicyFields({ draft, set }: PartProps) {
  return (
    <Card
      title="Key policy"
      actions={
        <Segments label="Key policy" value={draft.policy} options={POLICIES} onChange={(policy) => set({ policy })} />
      }
    >
      {draft.policy === 'default' ? (
        <p className="p-4 text-ink-2">
          The account decides: its root user may do everything, and IAM policies of the account can let others in.
        </p>
      ) : (
        <PolicyText
          label="Policy document"
          value={draft.policyText}
          onChange={(policyText) => set({ policyText })}
          problem={readPolicy(draft.policyText).problems[0]}
        />
      )}
    </Card>
  )
}
