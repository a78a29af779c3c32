'use client'

import { useMemo, useRef, useState } from 'react'
import { plural } from '../format.ts'
import { canDoSomething, isChanged, type Row } from '../policy/access-model.ts'
import { CellPopover } from '../policy/cell-popover.tsx'
import { type ColumnGroup, fewColumns } from '../policy/columns.ts'
import { Legend } from '../policy/legend.tsx'
import { Mark } from '../policy/mark.tsx'
import { type CellPlace, Matrix } from '../policy/matrix.tsx'
import { Card } from '../ui/card.tsx'
import { Checkbox } from '../ui/checkbox.tsx'
import { type AccessDiff, EVERY_ACTION } from './analysis.ts'

interface AccessCardProps {
  readonly diff: AccessDiff
  /** Of the key: which operations matter. */
  readonly usage: string
  readonly keyId?: string | undefined
  /** A policy of a key that is not there yet changes nothing. */
  readonly title?: string
  /** Why the draft of now cannot be judged: what is shown is that of the last one that could. */
  readonly noPolicy?: string | undefined
}

/** Who may do what after saving, and what that changes. */
export function AccessCard({ diff, usage, keyId, title = 'Access, before and after', noPolicy }: AccessCardProps) {
  const { rows, counts, setting } = diff
  const [only, setOnly] = useState(false)
  const [place, setPlace] = useState<CellPlace>()
  const anchor = useRef<HTMLElement>(null)
  const columns = useMemo(() => columnsOf(rows, usage), [rows, usage])
  const able = rows.filter((row) => isChanged(row) || (!only && canDoSomething(row)))
  return (
    <Card title={title} actions={keyId !== undefined && <Counts counts={counts} noPolicy={noPolicy} />}>
      {able.length === 0 ? (
        <p className="px-4 py-6 text-center text-ink-3">
          {only ? 'Nobody gains or loses anything.' : 'Nobody may do anything with this key.'}
        </p>
      ) : (
        <Matrix
          label={title}
          groups={columns}
          rows={able}
          open={place}
          onOpen={(next, cell) => {
            anchor.current = cell
            setPlace(next)
          }}
        />
      )}
      <footer className="flex flex-wrap items-center gap-x-4 gap-y-1 border-line border-t px-4 py-2.5">
        <Legend changes={keyId !== undefined} />
        {keyId !== undefined && (
          <span className="ml-auto inline-flex items-center gap-2 text-md">
            <Checkbox label="Only changes" checked={only} onChange={setOnly} />
            <span aria-hidden="true">Only changes</span>
          </span>
        )}
      </footer>
      <CellPopover
        row={rows.find(({ person }) => person.id === place?.person)}
        action={place?.action}
        setting={setting}
        keyId={keyId}
        anchor={anchor}
        close={() => setPlace(undefined)}
      />
    </Card>
  )
}

/** The usual operations, and each other one that changes in its own way: many go together with one that is there. */
function columnsOf(rows: readonly Row[], usage: string): readonly ColumnGroup[] {
  const usual = fewColumns(usage, new Set())
  const waysOf = (action: string) => rows.map(({ cells }) => cells.get(action)?.change ?? 'same').join()
  const shown = new Set(usual.flatMap(({ actions }) => actions.map(({ name }) => waysOf(name))))
  shown.add(rows.map(() => 'same').join())
  const more = new Set<string>()
  for (const { name } of EVERY_ACTION) {
    const ways = waysOf(name)
    if (shown.has(ways)) continue
    shown.add(ways)
    more.add(name)
  }
  return fewColumns(usage, more)
}

interface CountsProps {
  readonly counts: AccessDiff['counts']
  readonly noPolicy: string | undefined
}

function Counts({ counts: { gains, loses, widened, narrowed, changed }, noPolicy }: CountsProps) {
  if (noPolicy !== undefined)
    return (
      <p role="status" className="text-md text-warn">
        {noPolicy}: as it was before
      </p>
    )
  if (gains + loses + widened + narrowed + changed === 0)
    return (
      <p role="status" className="text-ink-3 text-md">
        nothing changes
      </p>
    )
  return (
    <p role="status" aria-label="Changes" className="flex flex-wrap gap-x-3 text-md">
      {gains > 0 && (
        <span className="flex items-center gap-1 text-gain">
          <Mark shape="plus" />
          {plural(gains, 'gained', 'gained')}
        </span>
      )}
      {loses > 0 && (
        <span className="flex items-center gap-1 text-loss">
          <Mark shape="minus" />
          {plural(loses, 'lost', 'lost')}
        </span>
      )}
      {widened > 0 && <span className="text-warn">{widened} widened</span>}
      {narrowed > 0 && <span className="text-warn">{narrowed} narrowed</span>}
      {changed > 0 && <span className="text-warn">{changed} under other conditions</span>}
    </p>
  )
}
