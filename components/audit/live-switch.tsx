'use client'

import { useFrame } from '../hooks/frame.tsx'
import type { TailState } from '../hooks/tail-line.ts'
import { useUrlState } from '../hooks/use-url-state.ts'
import { Icon } from '../ui/icon.tsx'
import { Switch } from '../ui/switch.tsx'

const WORDS: Readonly<Record<TailState, string>> = {
  connecting: 'connecting',
  live: '',
  offline: 'connection lost, trying again',
}

interface LiveSwitchProps {
  readonly state: TailState
  /** The list ends in the past: nothing new belongs to it. */
  readonly isPast: boolean
}

/** Whether new events come by themselves, and what keeps them. */
export function LiveSwitch({ state, isPast }: LiveSwitchProps) {
  const { params, set } = useUrlState()
  const { frozen } = useFrame()
  const on = params.get('live') !== 'off'
  if (isPast) return <span className="leading-7 text-ink-3">This time is over: nothing new comes</span>
  const words = !on ? '' : WORDS[state] || (frozen ? 'clock frozen' : '')
  return (
    <span className="inline-flex items-center gap-2">
      <Switch checked={on} onChange={(next) => set({ live: next ? undefined : 'off' }, 'replace')}>
        Live tail
      </Switch>
      <span role="status" className={`text-md ${state === 'offline' && on ? 'text-unavail' : 'text-ink-3'}`}>
        {on && state === 'offline' && <Icon name="unplugged" className="mr-1 inline size-3.5" />}
        {words}
      </span>
    </span>
  )
}
