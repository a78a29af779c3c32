'use client'

import type { KeyChoiceDto } from '#console/dto/keys.ts'
import { aliasText, shortId } from '../format.ts'
import { useConsoleQuery } from '../hooks/queries.tsx'
import { SelectField } from '../ui/field.tsx'

interface KeyPickerProps {
  readonly label: string
  readonly value: string
  readonly onChange: (keyId: string) => void
  /** A key that is no choice. */
  readonly except?: string | undefined
  /** Why a key does not do; such keys are listed, and cannot be chosen. */
  readonly misfitOf?: (key: KeyChoiceDto) => string | undefined
}

/** Chooses a key of the Region by its aliases and id. Keys that are to be deleted take no alias. */
export function KeyPicker({ label, value, onChange, except, misfitOf }: KeyPickerProps) {
  const { data, error } = useConsoleQuery('choices')
  const usable = (data ?? []).filter((key) => key.state !== 'PendingDeletion' && key.keyId !== except)
  const choices = usable
    .map((key) => ({ key, misfit: misfitOf?.(key) }))
    .toSorted((a, b) => Number(a.misfit !== undefined) - Number(b.misfit !== undefined))
  return (
    <SelectField
      label={label}
      value={value}
      onChange={(event) => onChange(event.target.value)}
      hint={data && usable.length === 0 ? 'There is no other key in this Region: create one first.' : undefined}
      error={error ? `${error.error.code}: ${error.error.message}` : undefined}
    >
      <option value="">{data ? 'Choose a key' : 'Loading…'}</option>
      {choices.map(({ key, misfit }) => (
        <option key={key.keyId} value={key.keyId} disabled={misfit !== undefined}>
          {[...key.aliases.map(aliasText), shortId(key.keyId), ...(misfit ? [misfit] : [])].join(' · ')}
        </option>
      ))}
    </SelectField>
  )
}
