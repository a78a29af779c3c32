'use client'

import { useState } from 'react'
import type { PrincipalDto } from '#console/dto/keys.ts'
import { count } from '../../format.ts'
import { useConsoleQuery } from '../../hooks/queries.tsx'
import { Checkbox } from '../../ui/checkbox.tsx'
import { Icon } from '../../ui/icon.tsx'
import { ErrorPanel } from '../../ui/states.tsx'

interface PrincipalPickerProps {
  /** What the chosen ones will be. */
  readonly label: string
  readonly chosen: readonly string[]
  readonly onChange: (arns: readonly string[]) => void
}

const MOST_SHOWN = 100

/** Users and roles of the account, to tick. */
export function PrincipalPicker({ label, chosen, onChange }: PrincipalPickerProps) {
  const { data, error } = useConsoleQuery('principals')
  const [text, setText] = useState('')
  const words = text.toLowerCase()
  const found = (data ?? []).filter(({ arn }) => arn.toLowerCase().includes(words))
  if (error) return <ErrorPanel error={error.error} />
  return (
    <div className="overflow-hidden rounded-l border border-line">
      <div className="flex items-center gap-2 border-line border-b bg-sunken px-3">
        <Icon name="search" className="size-4 text-ink-3" />
        <input
          type="search"
          aria-label={`Find among ${label.toLowerCase()}`}
          placeholder="Find users and roles"
          value={text}
          onChange={(event) => setText(event.target.value)}
          className="h-9 min-w-0 flex-1 bg-transparent outline-none"
        />
        <span className="text-ink-3 text-md tabular-nums" role="status">
          {count(chosen.length)} chosen
        </span>
      </div>
      <ul aria-label={label} className="grid max-h-80 overflow-y-auto">
        {found.slice(0, MOST_SHOWN).map((principal) => (
          <Row
            key={principal.arn}
            principal={principal}
            chosen={chosen.includes(principal.arn)}
            onChange={(on) => onChange(on ? [...chosen, principal.arn] : chosen.filter((arn) => arn !== principal.arn))}
          />
        ))}
      </ul>
      {found.length === 0 && (
        <p className="px-4 py-6 text-center text-ink-3">
          {data ? (data.length === 0 ? 'The account has no users and no roles yet.' : 'None matches.') : 'Loading…'}
        </p>
      )}
      {found.length > MOST_SHOWN && (
        <p className="border-line-faint border-t px-4 py-2 text-ink-3">
          {count(found.length - MOST_SHOWN)} more: type to find them.
        </p>
      )}
    </div>
  )
}

interface RowProps {
  readonly principal: PrincipalDto
  readonly chosen: boolean
  readonly onChange: (chosen: boolean) => void
}

function Row({ principal: { kind, name, arn }, chosen, onChange }: RowProps) {
  return (
    <li
      data-selected={chosen}
      className="flex min-h-9 items-center gap-3 border-line-faint px-4 not-first:border-t hover:bg-hover data-[selected=true]:bg-accent-soft max-sm:min-h-11"
    >
      <Checkbox label={`${kind}/${name}`} checked={chosen} onChange={onChange} />
      <Icon name={kind === 'user' ? 'person' : 'people'} className="size-4 text-ink-3" />
      <span className="truncate" title={arn}>
        <span className="text-ink-3">{kind}/</span>
        <bdi className="font-medium">{name}</bdi>
      </span>
      <span className="mono ml-auto truncate text-ink-3 max-md:hidden">{arn}</span>
    </li>
  )
}
