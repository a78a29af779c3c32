import type { OutcomeDto } from '#console/dto/events.ts'
import { Icon } from '../ui/icon.tsx'
import type { IconName } from '../ui/icons.ts'

interface Look {
  readonly icon: IconName
  readonly word: string
  readonly ink: string
}

const LOOKS: Readonly<Record<OutcomeDto, Look>> = {
  ok: { icon: 'check', word: 'OK', ink: 'text-ink-3' },
  denied: { icon: 'denied', word: 'Denied', ink: 'font-medium text-deletion' },
  error: { icon: 'warning', word: 'Error', ink: 'font-medium text-unavail' },
}

/** How a call ended: an icon and a word. */
export function Outcome({ outcome }: { readonly outcome: OutcomeDto }) {
  const { word, ink } = LOOKS[outcome]
  return (
    <span className={`inline-flex items-center gap-1.5 align-bottom ${ink}`}>
      <OutcomeIcon outcome={outcome} />
      {word}
    </span>
  )
}

export function OutcomeIcon({ outcome }: { readonly outcome: OutcomeDto }) {
  const { icon, ink } = LOOKS[outcome]
  return <Icon name={icon} className={`size-4 ${ink}`} />
}
