'use client'

import { Fragment, type KeyboardEvent, type ReactNode, useState } from 'react'
import { type Cell, cellText, type Row } from './access-model.ts'
import { type ColumnGroup, operationOf } from './columns.ts'
import { CellMark, CHANGE_GROUNDS } from './mark.tsx'
import type { PersonGroup } from './people.ts'

/** A cell by its row and action. */
export interface CellPlace {
  readonly person: string
  readonly action: string
}

interface MatrixProps {
  readonly label: string
  readonly groups: readonly ColumnGroup[]
  readonly rows: readonly Row[]
  /** The cell whose reason is shown. */
  readonly open: CellPlace | undefined
  readonly onOpen: (place: CellPlace, cell: HTMLElement) => void
  readonly roomy?: boolean
  /** A last column. */
  readonly aside?: { readonly title: string; readonly of: (row: Row) => ReactNode }
}

const SECTIONS: readonly PersonGroup[] = ['This account', 'Services', 'Other accounts']

/** Who may do what. One cell is in the tab order; the arrow keys go from cell to cell. */
export function Matrix({ label, groups, rows, open, onOpen, roomy = false, aside }: MatrixProps) {
  const actions = groups.flatMap((group) => group.actions.map(({ name }) => name))
  const sections = SECTIONS.map((name) => ({ name, rows: rows.filter(({ person }) => person.group === name) }))
  const ordered = sections.flatMap((section) => section.rows)
  const [at, setAt] = useState<CellPlace>()
  const current = isThere(at, ordered, actions) ? at : placeOf(ordered[0], actions[0])
  const begins = new Set(groups.slice(1).flatMap((group) => group.actions.slice(0, 1).map(({ name }) => name)))
  const width = actions.length + (aside ? 2 : 1)

  function onKeyDown(event: KeyboardEvent<HTMLTableElement>) {
    const [down, right] = STEPS[event.key] ?? [0, 0]
    if ((down === 0 && right === 0) || !current) return
    const row = ordered.findIndex(({ person }) => person.id === current.person) + down
    const next = placeOf(ordered[row], actions[actions.indexOf(current.action) + right])
    if (!next) return
    event.preventDefault()
    setAt(next)
    cellElement(next.person, next.action)?.focus()
  }

  return (
    <div className="overflow-x-auto">
      <table aria-label={label} className={`matrix ${roomy ? 'matrix-roomy' : ''}`} onKeyDown={onKeyDown}>
        <Head groups={groups} begins={begins} aside={aside?.title} />
        <tbody>
          {sections
            .filter((section) => section.rows.length > 0)
            .map((section) => (
              <Fragment key={section.name}>
                <tr>
                  <th scope="colgroup" colSpan={width} className="matrix-section">
                    {section.name}
                  </th>
                </tr>
                {section.rows.map((row) => (
                  <tr key={row.person.id}>
                    <Name row={row} />
                    {actions.map((action) => (
                      <MatrixCell
                        key={action}
                        row={row}
                        action={action}
                        begins={begins.has(action)}
                        isOpen={open?.person === row.person.id && open.action === action}
                        isCurrent={current?.person === row.person.id && current.action === action}
                        onOpen={(cell) => {
                          setAt({ person: row.person.id, action })
                          onOpen({ person: row.person.id, action }, cell)
                        }}
                      />
                    ))}
                    {aside && <td className="matrix-aside begins">{aside.of(row)}</td>}
                  </tr>
                ))}
              </Fragment>
            ))}
        </tbody>
      </table>
    </div>
  )
}

const STEPS: Readonly<Record<string, readonly [down: number, right: number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
}

/** The button of a cell. */
export function cellElement(person: string, action: string): HTMLElement | null {
  return document.querySelector<HTMLElement>(`[data-cell="${CSS.escape(nameOf({ person, action }))}"]`)
}

const nameOf = ({ person, action }: CellPlace) => `${person} ${action}`

function placeOf(row: Row | undefined, action: string | undefined): CellPlace | undefined {
  return row && action !== undefined ? { person: row.person.id, action } : undefined
}

function isThere(place: CellPlace | undefined, rows: readonly Row[], actions: readonly string[]): boolean {
  if (!place) return false
  return actions.includes(place.action) && rows.some(({ person }) => person.id === place.person)
}

interface HeadProps {
  readonly groups: readonly ColumnGroup[]
  readonly begins: ReadonlySet<string>
  readonly aside: string | undefined
}

function Head({ groups, begins, aside }: HeadProps) {
  return (
    <thead>
      <tr>
        <td className="matrix-corner" />
        {groups.map(({ name, actions }, index) => (
          <th key={name} scope="colgroup" colSpan={actions.length} className={index > 0 ? 'begins' : ''}>
            {name}
          </th>
        ))}
        {aside !== undefined && <td className="begins" />}
      </tr>
      <tr>
        <th scope="col" className="matrix-corner">
          Principal
        </th>
        {groups.flatMap(({ actions }) =>
          actions.map(({ name }) => (
            <th key={name} scope="col" className={`matrix-operation ${begins.has(name) ? 'begins' : ''}`}>
              <span>{operationOf(name)}</span>
            </th>
          )),
        )}
        {aside !== undefined && (
          <th scope="col" className="matrix-aside matrix-operation begins">
            {aside}
          </th>
        )}
      </tr>
    </thead>
  )
}

function Name({ row: { person } }: { readonly row: Row }) {
  return (
    <th scope="row" className="matrix-name" title={person.id}>
      <span className="flex min-w-0 items-baseline gap-2 max-sm:grid max-sm:gap-0">
        <bdi className="truncate">{person.name}</bdi>
        {person.note !== undefined && (
          <bdi className="min-w-0 shrink-1000 truncate text-ink-3 text-sm">{person.note}</bdi>
        )}
      </span>
    </th>
  )
}

interface MatrixCellProps {
  readonly row: Row
  readonly action: string
  readonly begins: boolean
  readonly isOpen: boolean
  readonly isCurrent: boolean
  readonly onOpen: (cell: HTMLElement) => void
}

function MatrixCell({ row: { person, cells }, action, begins, isOpen, isCurrent, onOpen }: MatrixCellProps) {
  const cell: Cell | undefined = cells.get(action)
  const ground = CHANGE_GROUNDS[cell?.change ?? 'same']
  const says = cell ? cellText(cell) : 'not possible from another account'
  return (
    <td className={`${begins ? 'begins' : ''} ${ground}`}>
      <button
        type="button"
        data-cell={nameOf({ person: person.id, action })}
        tabIndex={isCurrent ? 0 : -1}
        aria-label={`${person.name}${person.note === undefined ? '' : ` (${person.note})`}, ${operationOf(action)}: ${says}`}
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        className="matrix-cell"
        onClick={(event) => onOpen(event.currentTarget)}
      >
        {cell && <CellMark cell={cell} />}
      </button>
    </td>
  )
}
