'use client'

import type { CostDto, CostRowDto } from '#console/dto/cost.ts'
import { aliasText, count, plural } from '../format.ts'
import { usePaths } from '../hooks/frame.tsx'
import { Link } from '../ui/link.tsx'
import { SortHead } from '../ui/sort-head.tsx'
import { CostName } from './cost-name.tsx'
import { money } from './money.ts'
import { classText, sumOf } from './request-classes.ts'
import { Ruled } from './ruled.tsx'

interface CostTableProps {
  readonly rows: readonly CostRowDto[]
  readonly account: CostDto
}

/** What each key costs, the dearest first. */
export function CostTable({ rows, account }: CostTableProps) {
  return (
    <div className="overflow-x-auto">
      <table className="tbl two-line">
        <thead>
          <tr>
            <SortHead column="key">Key</SortHead>
            <SortHead column="region">Region</SortHead>
            <SortHead column="storage" descendingFirst className="end">
              Storage
            </SortHead>
            <SortHead column="rotations" descendingFirst className="end">
              Rotations
            </SortHead>
            <SortHead column="calls" descendingFirst className="end">
              Calls
            </SortHead>
            <SortHead column="requests" descendingFirst className="end">
              Requests
            </SortHead>
            <SortHead column="total" descendingFirst fallback="-total" className="end">
              Total
            </SortHead>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Row key={row.id} row={row} account={account} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Row({ row, account }: { readonly row: CostRowDto; readonly account: CostDto }) {
  const { region, storage, rotations, requests, withheld, total } = row
  const { hours, rules: known } = account
  const calls = sumOf(requests, 'count')
  const name = row.alias === undefined ? (row.keyId ?? row.id) : aliasText(row.alias)
  return (
    <tr>
      <td className="at-a max-w-96 truncate">
        <CostName row={row} />
      </td>
      <td className="at-c mono text-ink-2">{region}</td>
      <td className="end text-ink-2">
        <Ruled
          name={`Storage of ${name}`}
          amount={storage.amount}
          rules={storage.rules}
          known={known}
          detail={
            <>
              {count(storage.hours)} of {count(hours)} hours
              {withheld !== undefined && <span className="block">{money(withheld)} more if cancelled</span>}
            </>
          }
        />
      </td>
      <td className="end text-ink-2">
        <Ruled
          name={`Rotations of ${name}`}
          amount={rotations.amount}
          rules={rotations.rules}
          known={known}
          detail={plural(rotations.count, 'rotation')}
        />
      </td>
      <td className="end at-d text-ink-2">
        <Calls row={row} calls={calls} />
        <span className="sm:hidden"> calls</span>
      </td>
      <td className="end text-ink-2">
        <Ruled
          name={`Requests with ${name}`}
          amount={sumOf(requests, 'amount')}
          rules={requests.map(({ rule }) => rule)}
          known={known}
          detail={requests.map((each) => (
            <span key={each.class} className="block">
              {classText(each.class)}: {count(each.count)}
            </span>
          ))}
        />
      </td>
      <td className="end at-b font-strong">{money(total)}</td>
    </tr>
  )
}

/** Those of a key that is there lead to what was done with it. */
function Calls({ row, calls }: { readonly row: CostRowDto; readonly calls: number }) {
  const { key } = usePaths()
  const { kind, keyId, region, deletedAt } = row
  if (kind !== 'key' || keyId === undefined || deletedAt !== undefined || calls === 0) return count(calls)
  return (
    <Link href={`${key(keyId, region)}/activity`} className="hover:underline">
      {count(calls)}
    </Link>
  )
}
