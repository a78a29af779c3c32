'use client'

import { useKept } from '../hooks/use-kept.ts'
import { useUrlState } from '../hooks/use-url-state.ts'
import { Icon } from '../ui/icon.tsx'
import { Popover } from '../ui/popover.tsx'
import { COLUMNS, type ColumnName, parseColumns, USUAL } from './columns.ts'

/** The columns that the address names, or this browser keeps. */
export function useColumns(): readonly ColumnName[] {
  const { params } = useUrlState()
  const [kept] = useKept('audit.columns')
  return parseColumns(params.get('cols')) ?? parseColumns(kept) ?? USUAL
}

/** Which columns the list has; kept in the browser, and said in the address for whoever gets the link. */
export function ColumnsMenu() {
  const shown = useColumns()
  const { set } = useUrlState()
  const [, keep] = useKept('audit.columns')
  function toggle(name: ColumnName) {
    const next = COLUMNS.map((column) => column.name).filter((each) => shown.includes(each) !== (each === name))
    if (next.length === 0) return
    keep(next.join(','))
    set({ cols: next.join(',') === USUAL.join(',') ? undefined : next.join(',') }, 'replace')
  }
  return (
    <Popover
      label="Columns"
      align="end"
      className="w-52"
      trigger={
        <button
          type="button"
          aria-label="Columns"
          title="Columns"
          className="inline-grid size-7 place-items-center rounded-m border border-line-strong bg-page text-ink-2 hover:bg-hover max-sm:hidden"
        >
          <Icon name="columns" className="size-3.5" />
        </button>
      }
    >
      <ul>
        {COLUMNS.map(({ name, label }) => (
          <li key={name}>
            <button
              type="button"
              aria-pressed={shown.includes(name)}
              onClick={() => toggle(name)}
              className="flex h-8 w-full items-center gap-2 rounded-m px-2 hover:bg-hover focus-visible:-outline-offset-2"
            >
              <Icon name="check" className={`size-3.5 text-accent ${shown.includes(name) ? '' : 'invisible'}`} />
              {label}
            </button>
          </li>
        ))}
      </ul>
    </Popover>
  )
}
