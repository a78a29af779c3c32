'use client'

import type { KeyRowDto } from '#console/dto/keys.ts'
import { aliasText, day, shortId, usageText } from '../format.ts'
import { usePaths } from '../hooks/frame.tsx'
import { Checkbox } from '../ui/checkbox.tsx'
import { CopyButton } from '../ui/copy-button.tsx'
import { Icon } from '../ui/icon.tsx'
import { Link } from '../ui/link.tsx'
import { SortHead } from '../ui/sort-head.tsx'
import { KeyStatus } from './key-status.tsx'
import { LastUse } from './last-use.tsx'

interface KeysTableProps {
  readonly rows: readonly KeyRowDto[]
  readonly selected: ReadonlySet<string>
  readonly onSelect: (keyIds: ReadonlySet<string>) => void
}

export function KeysTable({ rows, selected, onSelect }: KeysTableProps) {
  const chosen = rows.filter((row) => selected.has(row.keyId)).length
  const all = chosen === rows.length ? true : chosen > 0 ? 'indeterminate' : false
  return (
    <div className="overflow-x-auto">
      <table className="tbl two-line">
        <thead>
          <tr>
            <th className="w-10 pr-0">
              <Checkbox
                label={`Select all ${rows.length} keys`}
                checked={all}
                onChange={(on) => onSelect(new Set(on ? rows.map((row) => row.keyId) : []))}
              />
            </th>
            <SortHead column="alias">Alias</SortHead>
            <SortHead column="id">Key ID</SortHead>
            <SortHead column="state">Status</SortHead>
            <SortHead column="spec">Spec</SortHead>
            <SortHead column="usage">Usage</SortHead>
            <SortHead column="regionality">Regionality</SortHead>
            <SortHead column="used" descendingFirst>
              Last used
            </SortHead>
            <SortHead column="created" descendingFirst fallback="-created" className="end">
              Created
            </SortHead>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Row
              key={row.keyId}
              row={row}
              selected={selected.has(row.keyId)}
              onSelect={(on) => onSelect(changed(selected, row.keyId, on))}
            />
          ))}
        </tbody>
      </table>
    </div>
  )
}

interface RowProps {
  readonly row: KeyRowDto
  readonly selected: boolean
  readonly onSelect: (selected: boolean) => void
}

function Row({ row, selected, onSelect }: RowProps) {
  const { key } = usePaths()
  const [first, ...others] = row.aliases
  const name = first ? aliasText(first) : row.keyId
  return (
    <tr data-selected={selected} data-testid={`key-${row.keyId}`}>
      <td className="at-box pr-0">
        <Checkbox label={`Select ${name}`} checked={selected} onChange={onSelect} />
      </td>
      <td className="at-a max-w-64 truncate">
        <Link href={key(row.keyId)} className="row-link font-strong">
          {first ? aliasText(first) : <span className="font-normal text-ink-2">{shortId(row.keyId)}</span>}
        </Link>
        {others.length > 0 && <span className="text-ink-3"> +{others.length}</span>}
      </td>
      <td className="mono text-ink-2">
        {shortId(row.keyId)} <CopyButton text={row.keyId} label={`Copy key id of ${name}`} className="reveal" />
      </td>
      <td className="at-b">
        <KeyStatus state={row.state} deletionAt={row.deletionAt} />
      </td>
      <td className="at-c mono text-ink-2">{row.spec}</td>
      <td className="text-ink-2">{usageText(row.usage)}</td>
      <td>
        <Regionality row={row} />
      </td>
      <td className="at-d max-w-[190px] truncate">
        <LastUse row={row} />
      </td>
      <td className="end text-ink-2">{day(row.createdAt)}</td>
    </tr>
  )
}

/** `Primary · 3` is a key with two replicas. */
function Regionality({ row }: { readonly row: KeyRowDto }) {
  if (row.regionality === 'SINGLE') return <span className="text-ink-3">Single</span>
  return (
    <span className="inline-flex items-center gap-1.5 align-bottom text-ink-2" title={row.regions.join(', ')}>
      <Icon name="globe" className="size-3.5 text-ink-3" />
      {row.regionality === 'PRIMARY' ? `Primary · ${row.regions.length}` : 'Replica'}
    </span>
  )
}

function changed(all: ReadonlySet<string>, keyId: string, on: boolean): ReadonlySet<string> {
  const next = new Set(all)
  if (on) next.add(keyId)
  else next.delete(keyId)
  return next
}
