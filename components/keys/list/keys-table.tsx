'use client'

import {
  columnOrderingFeature,
  columnVisibilityFeature,
  createColumnHelper,
  type RowSelectionState,
  rowSelectionFeature,
  tableFeatures,
  useTable,
} from '@tanstack/react-table'
import { useMemo } from 'react'
import type { KeyRowDto } from '#console/dto/keys.ts'
import { Checkbox } from '../../ui/checkbox.tsx'
import { SortHead } from '../../ui/sort-head.tsx'
import { keyName } from '../key-name.ts'
import { CELLS } from './key-cells.tsx'
import { COLUMN_IDS, COLUMNS, type ColumnId, type ColumnLook } from './key-view.ts'
import type { Selection } from './use-selection.ts'

interface KeysTableProps {
  readonly rows: readonly KeyRowDto[]
  readonly columns: readonly ColumnId[]
  readonly selection: Selection
}

const features = tableFeatures({ columnVisibilityFeature, columnOrderingFeature, rowSelectionFeature })
const helper = createColumnHelper<typeof features, KeyRowDto>()
const definitions = helper.columns(
  COLUMN_IDS.map((id) => helper.display({ id, header: COLUMNS[id].label, cell: ({ row }) => CELLS[id](row.original) })),
)

const rowId = (row: KeyRowDto) => row.keyId
const LOOKS: Readonly<Record<string, ColumnLook>> = COLUMNS

/** Order and pages come from the service; which columns there are, their order and what is selected is decided here. */
export function KeysTable({ rows, columns, selection }: KeysTableProps) {
  const { picked, select } = selection
  const rowSelection = useMemo(
    (): RowSelectionState => Object.fromEntries([...picked.keys()].map((keyId) => [keyId, true])),
    [picked],
  )
  const table = useTable({
    features,
    columns: definitions,
    data: rows,
    getRowId: rowId,
    state: {
      rowSelection,
      columnOrder: [...columns],
      columnVisibility: Object.fromEntries(COLUMN_IDS.map((id) => [id, columns.includes(id)])),
    },
    onRowSelectionChange: (updater) => {
      const next = typeof updater === 'function' ? updater(rowSelection) : updater
      select(Object.keys(next), rows)
    },
  })
  const all = table.getIsAllRowsSelected() ? true : table.getIsSomeRowsSelected() ? 'indeterminate' : false
  return (
    <div className="overflow-x-auto">
      <table className="tbl two-line">
        <thead>
          <tr>
            <th className="at-box w-10 pr-0">
              <Checkbox
                label={`Select all ${rows.length} keys`}
                checked={all}
                onChange={(on) => table.toggleAllRowsSelected(on)}
              />
            </th>
            {table.getVisibleLeafColumns().map(({ id }) => (
              <SortHead
                key={id}
                column={id}
                fallback="-created"
                descendingFirst={LOOKS[id]?.descendingFirst ?? false}
                className={LOOKS[id]?.head ?? ''}
              >
                {LOOKS[id]?.label}
              </SortHead>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.getRowModel().rows.map((row) => (
            <tr key={row.id} data-selected={row.getIsSelected()} data-testid={`key-${row.id}`}>
              <td className="at-box pr-0">
                <Checkbox
                  label={`Select ${keyName(row.original)}`}
                  checked={row.getIsSelected()}
                  onChange={(checked, shiftKey) => row.getToggleSelectedHandler()({ target: { checked }, shiftKey })}
                />
              </td>
              {row.getVisibleCells().map((cell) => (
                <td key={cell.id} className={LOOKS[cell.column.id]?.cell}>
                  <table.FlexRender cell={cell} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
