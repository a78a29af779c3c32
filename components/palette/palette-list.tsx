'use client'

import { KeyStatus } from '../keys/key-status.tsx'
import { Icon } from '../ui/icon.tsx'
import type { Item } from './items.ts'
import { Keys } from './keys.tsx'
import { parted } from './match.ts'

interface PaletteListProps {
  /** Prefix of the ids of the options. */
  readonly id: string
  readonly text: string
  readonly items: readonly Item[]
  readonly active: Item | undefined
  readonly run: (item: Item, aside?: boolean) => void
}

export function PaletteList({ id, text, items, active, run }: PaletteListProps) {
  const groups = [...Map.groupBy(items, ({ group }) => group)]
  return (
    <div
      id={`${id}-list`}
      role="listbox"
      aria-label="Found"
      tabIndex={-1}
      className="overflow-y-auto px-2 py-2 outline-none"
    >
      {groups.map(([group, members]) => (
        // biome-ignore lint/a11y/useSemanticElements: options of a listbox stand in groups, not in fieldsets
        <div key={group} role="group" aria-label={group}>
          <div aria-hidden="true" className="px-2 pt-2 pb-1 font-medium text-[11.5px]/4 text-ink-3">
            {group}
          </div>
          {members.map((item) => (
            <Option key={item.id} id={id} item={item} text={text} isActive={item === active} run={run} />
          ))}
        </div>
      ))}
      {items.length === 0 && (
        <p className="px-2 py-8 text-center text-ink-3">
          Nothing here is called <bdi className="wrap-anywhere">“{text.slice(0, 80)}”</bdi>.
        </p>
      )}
    </div>
  )
}

interface OptionProps {
  readonly id: string
  readonly item: Item
  readonly text: string
  readonly isActive: boolean
  readonly run: (item: Item, aside?: boolean) => void
}

function Option({ id, item, text, isActive, run }: OptionProps) {
  const { icon, label, aside, note, keyState, keys } = item
  const [before, found, behind] = parted(label, text)
  return (
    <div
      id={`${id}-${item.id}`}
      role="option"
      tabIndex={-1}
      aria-selected={isActive}
      onClick={(event) => run(item, event.metaKey || event.ctrlKey)}
      onKeyDown={undefined}
      className="flex h-9 items-center gap-3 rounded-m px-2 hover:bg-hover aria-selected:bg-accent-soft max-sm:h-11"
    >
      <Icon name={icon} className={`size-4 ${isActive ? 'text-accent' : 'text-ink-3'}`} />
      <bdi className="truncate">
        {before}
        {found && <b className="font-title text-accent">{found}</b>}
        {behind}
      </bdi>
      {aside && <span className="mono min-w-0 truncate text-ink-3 max-sm:hidden">{aside}</span>}
      <span className="ml-auto flex-none pl-2 text-ink-3">
        {keyState ? <KeyStatus state={keyState} /> : keys ? <Keys keys={keys} /> : note}
      </span>
    </div>
  )
}
