import type { ReactNode } from 'react'
import { Icon } from './icon.tsx'
import type { IconName } from './icons.ts'

const TONES = {
  plain: 'bg-active text-ink-2',
  accent: 'bg-accent-soft text-accent',
  import: 'bg-import-soft text-import',
  warn: 'bg-warn-soft text-warn',
  loss: 'bg-loss-soft text-loss',
  gain: 'bg-gain-soft text-gain',
} as const

interface TagProps {
  readonly tone?: keyof typeof TONES
  readonly icon?: IconName
  readonly children: ReactNode
}

/** One or two words on a tinted ground. */
export function Tag({ tone = 'plain', icon, children }: TagProps) {
  return (
    <span
      className={`inline-flex items-center gap-1 rounded-s px-1.5 font-medium font-sans text-xs tracking-normal whitespace-nowrap ${TONES[tone]}`}
    >
      {icon && <Icon name={icon} className="size-3" />}
      {children}
    </span>
  )
}
