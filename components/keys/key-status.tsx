'use client'

import { daysUntil, stateText } from '../format.ts'
import { useNow } from '../hooks/frame.tsx'
import { Icon } from '../ui/icon.tsx'
import type { IconName } from '../ui/icons.ts'

interface Look {
  readonly icon: IconName
  /** The icon's colour; the word's too, unless the state is the ordinary one. */
  readonly ink: string
  readonly word: string
  readonly pill: string
}

const DELETION = { ink: 'text-deletion', word: 'text-deletion', pill: 'bg-deletion-soft' } as const
const BUSY = { ink: 'text-busy', word: 'text-busy', pill: 'bg-busy-soft' } as const
const UNAVAILABLE: Look = { icon: 'unplugged', ink: 'text-unavail', word: 'text-unavail', pill: 'bg-unavail-soft' }

/** One icon and one colour for each key state, the same everywhere. */
const LOOKS: Readonly<Record<string, Look>> = {
  Enabled: { icon: 'checkRing', ink: 'text-enabled', word: '', pill: 'bg-enabled-soft text-enabled' },
  Disabled: { icon: 'denied', ink: 'text-disabled', word: 'text-ink-2', pill: 'bg-disabled-soft' },
  PendingDeletion: { icon: 'bin', ...DELETION },
  PendingReplicaDeletion: { icon: 'binWaiting', ...DELETION },
  PendingImport: { icon: 'import', ink: 'text-import', word: 'text-import', pill: 'bg-import-soft' },
  Unavailable: UNAVAILABLE,
  Creating: { icon: 'busy', ...BUSY },
  Updating: { icon: 'swap', ...BUSY },
}

interface KeyStatusProps {
  readonly state: string
  readonly deletionAt?: number | undefined
  /** On a tinted ground, beside a title. */
  readonly pill?: boolean
}

export function KeyStatus({ state, deletionAt, pill = false }: KeyStatusProps) {
  const look = LOOKS[state] ?? UNAVAILABLE
  const ground = pill ? `rounded-full py-px pr-2 pl-1.5 text-md ${look.pill}` : ''
  return (
    <span className={`inline-flex items-center gap-1.5 align-bottom whitespace-nowrap ${look.word} ${ground}`}>
      <Icon name={look.icon} className={`size-[15px] ${look.ink}`} />
      <span className="font-[450]">{stateText(state)}</span>
      {deletionAt !== undefined && <Deadline at={deletionAt} />}
    </span>
  )
}

function Deadline({ at }: { readonly at: number }) {
  const days = daysUntil(at, useNow())
  return <span className="text-ink-3 text-sm max-sm:hidden">in {days} d</span>
}
