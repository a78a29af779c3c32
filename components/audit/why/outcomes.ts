import type { Decision } from '#policy/decision.ts'
import type { IconName } from '../../ui/icons.ts'

interface Look {
  readonly icon: IconName
  readonly word: string
  readonly title: string
  readonly ink: string
  readonly ground: string
}

const DENIED = { icon: 'denied', word: 'Denied', ink: 'text-loss', ground: 'bg-loss-soft' } as const

/** How a decision is shown: never by colour alone. */
export const OUTCOMES: Readonly<Record<Decision['outcome'], Look>> = {
  allowed: { icon: 'checkRing', word: 'Allowed', title: 'Allowed', ink: 'text-gain', ground: 'bg-gain-soft' },
  'explicitly-denied': { ...DENIED, title: 'Denied by a statement' },
  'implicitly-denied': { ...DENIED, title: 'Denied: nothing allowed it' },
}
