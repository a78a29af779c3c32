'use client'

import { Button, IconButton } from '../../ui/button.tsx'
import { Checkbox } from '../../ui/checkbox.tsx'
import { Popover } from '../../ui/popover.tsx'
import { COLUMN_IDS, COLUMNS, type ColumnId, DEFAULT_COLUMNS, moved, toggled } from './key-view.ts'

interface ColumnsMenuProps {
  readonly columns: readonly ColumnId[]
  readonly onChange: (columns: readonly ColumnId[]) => void
}

/** Which columns the list shows, and in which order. */
export function ColumnsMenu({ columns, onChange }: ColumnsMenuProps) {
  const hidden = COLUMN_IDS.filter((column) => !columns.includes(column))
  return (
    <Popover trigger={<Button icon="columns">Columns</Button>} label="Columns" align="end" className="w-64">
      <ul>
        {[...columns, ...hidden].map((column) => (
          <Row key={column} column={column} columns={columns} onChange={onChange} />
        ))}
      </ul>
      <div className="mt-1 flex items-center border-line border-t pt-2 pl-2">
        <span className="text-ink-3 text-sm">Kept in this browser</span>
        <Button size="small" variant="ghost" className="ml-auto" onClick={() => onChange(DEFAULT_COLUMNS)}>
          Reset
        </Button>
      </div>
    </Popover>
  )
}

function Row({ column, columns, onChange }: ColumnsMenuProps & { readonly column: ColumnId }) {
  const { label } = COLUMNS[column]
  const place = columns.indexOf(column)
  const shown = place >= 0
  return (
    <li className="flex h-8 items-center gap-2.5 rounded-m pl-2 hover:bg-hover max-sm:h-10">
      {column === 'alias' ? (
        <>
          <span className="size-4" />
          <span className="text-ink-3">{label}, always first</span>
        </>
      ) : (
        <>
          <Checkbox label={`Show ${label}`} checked={shown} onChange={() => onChange(toggled(columns, column))} />
          <span className={shown ? '' : 'text-ink-3'}>{label}</span>
        </>
      )}
      <span className="ml-auto flex">
        {shown && place > 1 && (
          <IconButton
            icon="arrowUp"
            label={`Move ${label} before`}
            className="size-7"
            onClick={() => onChange(moved(columns, column, -1))}
          />
        )}
        {shown && place > 0 && place < columns.length - 1 && (
          <IconButton
            icon="arrowDown"
            label={`Move ${label} behind`}
            className="size-7"
            onClick={() => onChange(moved(columns, column, 1))}
          />
        )}
      </span>
    </li>
  )
}
