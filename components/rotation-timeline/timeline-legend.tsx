import { Icon } from '../ui/icon.tsx'
import type { IconName } from '../ui/icons.ts'

const MARKS: readonly (readonly [IconName, string])[] = [
  ['rotate', 'Automatic'],
  ['person', 'On demand'],
]

const LINES: readonly (readonly [look: string, words: string])[] = [
  ['border-t-[2.5px] border-accent', 'Encrypts'],
  ['border-t border-dotted border-ink-3', 'Still decrypts'],
  ['border-t-2 border-dashed border-accent-mid', 'Planned'],
]

export function TimelineLegend() {
  return (
    <footer className="flex min-h-11 flex-wrap items-center gap-x-4 gap-y-1 border-line border-t bg-sunken px-4 py-2 text-ink-2 text-sm">
      {MARKS.map(([icon, words]) => (
        <span key={words} className="inline-flex items-center gap-1.5">
          <Icon name={icon} className="size-3.5 text-ink-3" />
          {words}
        </span>
      ))}
      {LINES.map(([look, words]) => (
        <span key={words} className="inline-flex items-center gap-1.5">
          <span className={`w-[18px] ${look}`} />
          {words}
        </span>
      ))}
    </footer>
  )
}
