'use client'

import { useScope } from '../hooks/frame.tsx'
import { readPolicy } from '../policy-editor/policy-document.ts'
import { PolicyText } from '../policy-editor/policy-text.tsx'
import { Card } from '../ui/card.tsx'
import { TextAreaField, TextField } from '../ui/field.tsx'
import { OptionList } from '../ui/option-list.tsx'
import { PairRows } from '../ui/pair-rows.tsx'
import { Segments } from '../ui/segments.tsx'
import { Switch } from '../ui/switch.tsx'
import { importReason } from './key-specs.ts'
import { aliasProblem, aliasWarning, periodProblem, tagProblem } from './name-rules.ts'
import type { Draft } from './new-key.ts'
import { SpecTable } from './spec-table.tsx'
import { UsageCards } from './usage-cards.tsx'

interface PartProps {
  readonly draft: Draft
  readonly set: (change: Partial<Draft>) => void
}

/** What can never change: usage, spec, origin and Regionality, each choice narrowing the next. */
export function KindFields({ draft, set }: PartProps) {
  const { region } = useScope()
  return (
    <>
      <UsageCards usage={draft.usage} onChange={(usage) => set({ usage })} />
      <SpecTable usage={draft.usage} spec={draft.spec} onChange={(spec) => set({ spec })} />
      <div className="grid grid-cols-2 gap-6 max-md:grid-cols-1">
        <OptionList
          legend="Material origin"
          name="origin"
          value={draft.origin}
          onChange={(origin) => set({ origin })}
          options={[
            { value: 'AWS_KMS', label: 'Keystead makes it', note: 'AWS_KMS' },
            { value: 'EXTERNAL', label: 'I import it', note: 'EXTERNAL', reason: importReason(draft.spec) },
          ]}
        />
        <OptionList
          legend="Regionality"
          name="regionality"
          value={draft.multiRegion ? 'multi' : 'single'}
          onChange={(value) => set({ multiRegion: value === 'multi' })}
          options={[
            { value: 'single', label: 'Single Region', note: region },
            { value: 'multi', label: 'Multi-Region', note: 'replicate it later' },
          ]}
        />
      </div>
    </>
  )
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
