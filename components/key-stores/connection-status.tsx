import type { ConnectionStateDto } from '#console/dto/key-stores.ts'
import { Icon } from '../ui/icon.tsx'
import { STATES } from './connection-words.ts'

interface ConnectionStatusProps {
  readonly state: ConnectionStateDto
  /** On a tinted ground, beside a title. */
  readonly pill?: boolean
}

export function ConnectionStatus({ state, pill = false }: ConnectionStatusProps) {
  const { icon, words, ink, pill: ground } = STATES[state]
  return (
    <span
      data-testid="connection-state"
      className={`inline-flex items-center gap-1.5 align-bottom whitespace-nowrap ${ink} ${pill ? `rounded-full py-px pr-2 pl-1.5 text-md ${ground}` : ''}`}
    >
      <Icon name={icon} className="size-[15px]" />
      {words}
    </span>
  )
}
