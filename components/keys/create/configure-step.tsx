'use client'

import { useScope } from '../../hooks/frame.tsx'
import { useConsoleQuery } from '../../hooks/queries.tsx'
import { Card } from '../../ui/card.tsx'
import { TextField } from '../../ui/field.tsx'
import { OptionList } from '../../ui/option-list.tsx'
import { Switch } from '../../ui/switch.tsx'
import { importReason, noRotationReason, storeReason } from '../key-specs.ts'
import { periodProblem } from '../name-rules.ts'
import { type Draft, isInStore } from './draft.ts'
import { KeyStoreFields } from './key-store-fields.tsx'
import { SpecTable } from './spec-table.tsx'
import { UsageCards } from './usage-cards.tsx'
import { useNamedStore } from './use-named-store.ts'

export interface StepProps {
  readonly draft: Draft
  readonly set: (change: Partial<Draft>) => void
}

/** What can never change: usage, spec, origin and Regionality, each choice narrowing the next. */
export function ConfigureStep({ draft, set }: StepProps) {
  const { region } = useScope()
  useNamedStore(set)
  return (
    <>
      <UsageCards usage={draft.usage} onChange={(usage) => set({ usage })} />
      <SpecTable usage={draft.usage} spec={draft.spec} onChange={(spec) => set({ spec })} />
      <div className="grid grid-cols-2 items-start gap-6 max-md:grid-cols-1">
        <Origin draft={draft} set={set} />
        <OptionList
          legend="Regionality"
          name="regionality"
          value={draft.multiRegion ? 'multi' : 'single'}
          onChange={(value) => set({ multiRegion: value === 'multi' })}
          options={[
            { value: 'single', label: 'Single Region', note: region },
            {
              value: 'multi',
              label: 'Multi-Region',
              note: 'replicate it later, id begins mrk-',
              reason: isInStore(draft) ? 'not in custom key stores' : undefined,
            },
          ]}
        />
      </div>
      {isInStore(draft) && <KeyStoreFields draft={draft} set={set} />}
      {noRotationReason(draft) === undefined && <Rotation draft={draft} set={set} />}
    </>
  )
}

function Origin({ draft, set }: StepProps) {
  const { data: stores, error } = useConsoleQuery('keyStoreChoices')
  const reasonFor = (type: string) => {
    const kind = storeReason(draft)
    if (kind !== undefined) return kind
    if (error) return 'key stores may not be listed'
    return stores?.some((store) => store.type === type) ? undefined : 'no such store here'
  }
  return (
    <OptionList
      legend="Material origin"
      name="origin"
      value={draft.origin}
      onChange={(origin) => set({ origin })}
      options={[
        { value: 'AWS_KMS', label: 'Keystead makes it', note: 'AWS_KMS' },
        { value: 'EXTERNAL', label: 'I import it', note: 'EXTERNAL', reason: importReason(draft.spec) },
        { value: 'AWS_CLOUDHSM', label: 'CloudHSM key store', note: 'AWS_CLOUDHSM', reason: reasonFor('AWS_CLOUDHSM') },
        {
          value: 'EXTERNAL_KEY_STORE',
          label: 'External key store',
          note: 'EXTERNAL_KEY_STORE',
          reason: reasonFor('EXTERNAL_KEY_STORE'),
        },
      ]}
    />
  )
}

function Rotation({ draft, set }: StepProps) {
  const { rotate, period } = draft
  return (
    <Card title="Automatic rotation" aside="old ciphertexts still open; can change later">
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
