'use client'

import type { ReactNode } from 'react'
import { Button } from '../ui/button.tsx'
import { TextField } from '../ui/field.tsx'
import { aliasProblem, aliasWarning, likelyAlias } from './name-rules.ts'

interface AliasFieldProps {
  readonly value: string
  readonly onChange: (alias: string) => void
  /** What is wrong with it beside its form. */
  readonly problem?: string | undefined
  readonly hint?: ReactNode
}

/** The name of an alias, its traps said before it is sent, with what was probably meant. */
export function AliasField({ value, onChange, problem, hint }: AliasFieldProps) {
  const likely = likelyAlias(value)
  const empty = value === '' || value === 'alias/'
  return (
    <div className="grid gap-1.5">
      <TextField
        label="Alias"
        placeholder="alias/payments-prod"
        value={value}
        onChange={(event) => onChange(event.target.value)}
        error={empty ? undefined : (aliasProblem(value) ?? problem)}
        hint={aliasWarning(value) ?? hint}
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
      />
      {likely !== undefined && (
        <Button size="small" className="justify-self-start" onClick={() => onChange(likely)}>
          Use <span className="mono">{likely}</span>
        </Button>
      )}
    </div>
  )
}
