import { Icon } from '../ui/icon.tsx'
import type { IconName } from '../ui/icons.ts'

const MARKS: readonly (readonly [IconName, string, boolean])[] = [
  ['rotate', 'Automatic', false],
  ['person', 'On demand', false],
  ['import', 'Import', true],
  ['cross', 'Expiry', true],
]

const LINES: readonly (readonly [look: string, words: string])[] = [
  ['border-t-[2.5px] border-accent', 'Encrypts'],
  ['border-t border-dotted border-ink-3', 'Still decrypts'],
  ['border-t-2 border-dashed border-accent-mid', 'Planned'],
]

interface TimelineLegendProps {
  /** Whether there is imported material. */
  readonly imported: boolean
  /** What the areas are, or why there are none. */
  readonly areas: string
}

export function TimelineLegend({ imported, areas }: TimelineLegendProps) {
  return (
    <footer className="flex min-h-11 flex-wrap items-center gap-x-4 gap-y-1 border-line border-t bg-sunken px-4 py-2 text-ink-2 text-sm">
      {MARKS.filter(([, , ofImports]) => imported || !ofImports).map(([icon, words]) => (
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
      <span className="inline-flex items-center gap-1.5">
        <span className="h-2.5 w-[18px] border-accent border-t bg-accent-soft" />
        {areas}
      </span>
    </footer>
  )
}
