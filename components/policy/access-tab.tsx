'use client'

import { useMemo, useRef } from 'react'
import type { KeyUsageDto } from '#console/dto/events.ts'
import { SearchBox } from '../filters/search-box.tsx'
import { plural } from '../format.ts'
import { useConsoleQuery } from '../hooks/queries.tsx'
import { useUrlState } from '../hooks/use-url-state.ts'
import { Button } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { Segments } from '../ui/segments.tsx'
import { Empty, ErrorPanel, Skeleton } from '../ui/states.tsx'
import { Ago } from '../ui/time.tsx'
import { saveAccess } from './access-export.ts'
import { accessRows, canDoSomething, type Row } from './access-model.ts'
import { CellPopover } from './cell-popover.tsx'
import { ALL_COLUMNS, type ColumnGroup, columnsFor, operationOf } from './columns.ts'
import { Gaps } from './gaps.tsx'
import { Legend } from './legend.tsx'
import { type CellPlace, Matrix } from './matrix.tsx'
import { useKeyAccess } from './use-access.ts'

/** Who can do what with one key, each cell with its reason. */
export function AccessTab({ keyId }: { readonly keyId: string }) {
  const { model, gaps, error, key } = useKeyAccess(keyId)
  const { data: keyDto } = useConsoleQuery('key', { id: keyId })
  const usage = useConsoleQuery('key-usage', { key: key?.arn ?? '' }, { enabled: key !== undefined })
  const { params, set } = useUrlState()
  const anchor = useRef<HTMLElement>(null)
  const everything = params.get('operations') === 'all'
  const groups = useMemo(
    () => (everything ? ALL_COLUMNS : columnsFor(keyDto?.usage ?? 'ENCRYPT_DECRYPT')),
    [everything, keyDto?.usage],
  )
  const all = useMemo(
    () =>
      model
        ? accessRows(
            model.people,
            ALL_COLUMNS.flatMap(({ actions }) => actions),
            model.setting,
          )
        : [],
    [model],
  )
  if (error) return <ErrorPanel error={error} />
  if (!model || !keyDto) return <Skeleton />
  const words = (params.get('q') ?? '').toLowerCase()
  const show = params.get('show') ?? 'can'
  const operation = params.get('operation') ?? ''
  const columns = operation === '' ? groups : onlyColumn(operation)
  const able = all.filter((row) => canDo(row, operation))
  const shown = (show === 'all' ? all : able).filter((row) => isNamed(row, words))
  const open = openCell(params, all)
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-3">
      <div className="flex flex-wrap items-center gap-2">
        <SearchBox label="Filter principals" />
        <Segments
          label="Principals"
          value={show === 'all' ? 'all' : 'can'}
          options={[
            { value: 'can', label: 'Can do something' },
            { value: 'all', label: 'Everyone' },
          ]}
          onChange={(value) => set({ show: value === 'all' ? 'all' : undefined })}
        />
        <OperationChoice value={operation} onChange={(value) => set({ operation: value })} />
        {operation === '' && (
          <Segments
            label="Columns"
            value={everything ? 'all' : 'usual'}
            options={[
              { value: 'usual', label: 'Usual' },
              { value: 'all', label: 'All' },
            ]}
            onChange={(value) => set({ operations: value === 'all' ? 'all' : undefined })}
          />
        )}
        <p className="ml-auto text-ink-3" role="status">
          {able.length} of {plural(all.length, 'principal')} can {operation === '' ? 'use this key' : operation}
        </p>
        <Button size="small" icon="download" onClick={() => saveAccess(shown, columns, keyId)}>
          Export CSV
        </Button>
      </div>
      <Gaps gaps={gaps} />
      <Card>
        {shown.length === 0 ? (
          <Empty icon="people" title="No principal fits">
            <p>Nobody of those who are shown has to do with this key, or the filter leaves no one.</p>
          </Empty>
        ) : (
          <Matrix
            label="Who can use this key"
            roomy
            groups={columns}
            rows={shown}
            open={open?.place}
            onOpen={(place, cell) => {
              anchor.current = cell
              set({ principal: place.person, cell: operationOf(place.action) }, 'replace')
            }}
            aside={{ title: 'Last call', of: (row) => <LastCall row={row} usage={usage.data} /> }}
          />
        )}
        <footer className="flex flex-wrap items-center gap-x-6 gap-y-1 border-line border-t px-4 py-2.5">
          <Legend />
          <p className="ml-auto text-ink-3 text-md">
            Each cell is the evaluator’s own answer, not a guess from the JSON
          </p>
        </footer>
      </Card>
      <p className="text-ink-3 text-md">
        What the IAM policies of other accounts say is not known here: their users and roles are shown at their best.
        Organisation policies are not part of an account.
      </p>
      {open && (
        <CellPopover
          row={open.row}
          action={open.place.action}
          setting={model.setting}
          keyId={keyId}
          anchor={anchor}
          close={() => set({ principal: undefined, cell: undefined }, 'replace')}
        />
      )}
    </div>
  )
}

function OperationChoice({ value, onChange }: { readonly value: string; readonly onChange: (value: string) => void }) {
  return (
    <select
      aria-label="Operation"
      value={value}
      onChange={(event) => onChange(event.target.value)}
      className="h-7 w-36 rounded-m border border-line-strong bg-page px-2 text-md max-sm:h-9"
    >
      <option value="">Every operation</option>
      {ALL_COLUMNS.map((group) => (
        <optgroup key={group.name} label={group.name}>
          {group.actions.map(({ name }) => (
            <option key={name} value={operationOf(name)}>
              {operationOf(name)}
            </option>
          ))}
        </optgroup>
      ))}
    </select>
  )
}

function onlyColumn(operation: string): readonly ColumnGroup[] {
  return ALL_COLUMNS.map((group) => ({
    ...group,
    actions: group.actions.filter(({ name }) => operationOf(name) === operation),
  })).filter((group) => group.actions.length > 0)
}

function canDo(row: Row, operation: string): boolean {
  if (operation === '') return canDoSomething(row)
  return (row.cells.get(`kms:${operation}`)?.level ?? 'never') !== 'never'
}

function isNamed({ person }: Row, words: string): boolean {
  return `${person.name} ${person.note ?? ''} ${person.id}`.toLowerCase().includes(words)
}

function openCell(params: URLSearchParams, rows: readonly Row[]): { row: Row; place: CellPlace } | undefined {
  const row = rows.find(({ person }) => person.id === params.get('principal'))
  const cell = params.get('cell')
  return row && cell !== null ? { row, place: { person: row.person.id, action: `kms:${cell}` } } : undefined
}

/** When the principal last called anything on the key, of what the log holds. */
function LastCall({ row, usage }: { readonly row: Row; readonly usage: KeyUsageDto | undefined }) {
  const last = usage?.principals
    .filter(({ value }) => isOf(value, row))
    .reduce((latest, { last: at }) => Math.max(latest, at), 0)
  if (last === undefined) return null
  return last === 0 ? 'never' : <Ago time={last} />
}

/** Sessions of a role are told apart in the log. */
function isOf(arn: string, { person: { id, subject } }: Row): boolean {
  if (arn === id || arn === subject.principal.arn) return true
  const { principal } = subject
  return principal.kind === 'assumed-role' && arn.startsWith(principal.arn.replace(/any-session$/, ''))
}
