'use client'

import { useState } from 'react'
import type { IdentityRowDto } from '#console/dto/identities.ts'
import { useConsoleQuery } from '../hooks/queries.tsx'
import { Button } from '../ui/button.tsx'
import { Popover } from '../ui/popover.tsx'
import { Tag } from '../ui/tag.tsx'
import { KINDS } from './kinds.ts'

interface ChoiceProps {
  readonly label: string
  readonly kind: 'users' | 'groups' | 'policies'
  /** Which of them are not offered. */
  readonly isTaken: (row: IdentityRowDto) => boolean
  readonly choose: (row: IdentityRowDto) => void
}

/** The identities or policies that there are, to choose one; they are asked for when it opens. */
export function Choice({ label, kind, isTaken, choose }: ChoiceProps) {
  const [open, setOpen] = useState(false)
  const { data, error } = useConsoleQuery(kind, {}, { enabled: open })
  const choices = (data ?? []).filter((row) => !isTaken(row))
  return (
    <Popover
      trigger={
        <Button size="small" icon="plus">
          {label}
        </Button>
      }
      label={label}
      open={open}
      onOpenChange={setOpen}
      align="end"
      className="w-72"
    >
      {error && <p className="p-2 text-deletion">{error.error.message || error.error.code}</p>}
      {!error && !data && <p className="p-2 text-ink-3">Loading…</p>}
      {data && choices.length === 0 && <p className="p-2 text-ink-3">There is no other {KINDS[kind].one}.</p>}
      <ul>
        {choices.map((row) => (
          <li key={row.arn}>
            <button
              type="button"
              onClick={() => {
                setOpen(false)
                choose(row)
              }}
              className="flex min-h-8 w-full items-center gap-2 rounded-m px-2 text-left hover:bg-hover max-sm:min-h-10"
            >
              <bdi className="min-w-0 truncate">{row.name}</bdi>
              {row.arn.startsWith('arn:aws:iam::aws:') && <Tag>AWS</Tag>}
            </button>
          </li>
        ))}
      </ul>
    </Popover>
  )
}
