'use client'

import type { IdentityKind, IdentityRowDto } from '#console/dto/identities.ts'
import { count } from '../format.ts'
import { principalText } from '../grants/grant-sentence.ts'
import { usePaths } from '../hooks/frame.tsx'
import { CopyButton } from '../ui/copy-button.tsx'
import { Link } from '../ui/link.tsx'
import { SortHead } from '../ui/sort-head.tsx'
import { Tag } from '../ui/tag.tsx'
import { Ago } from '../ui/time.tsx'

interface IdentityTableProps {
  readonly kind: IdentityKind
  readonly rows: readonly IdentityRowDto[]
}

/** Each row is a link to the page of its identity. */
export function IdentityTable({ kind, rows }: IdentityTableProps) {
  return (
    <div className="overflow-x-auto">
      <table className="tbl two-line">
        <thead>
          <tr>
            <SortHead column="name" fallback="name">
              Name
            </SortHead>
            {kind === 'roles' && (
              <>
                <th>Description</th>
                <th>Trusts</th>
              </>
            )}
            {kind === 'policies' && (
              <SortHead column="attached" descendingFirst>
                Attached to
              </SortHead>
            )}
            {(kind === 'users' || kind === 'roles') && (
              <>
                <SortHead column="seen" descendingFirst>
                  Last call
                </SortHead>
                <th className="end">Calls, 90 days</th>
              </>
            )}
            <SortHead column="created" descendingFirst className="end">
              Created
            </SortHead>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Row key={row.arn} kind={kind} row={row} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Row({ kind, row }: { readonly kind: IdentityKind; readonly row: IdentityRowDto }) {
  const { identity } = usePaths()
  const { name, arn, path, createdAt, description } = row
  return (
    <tr>
      <td className="at-a">
        <Link href={identity(kind, kind === 'policies' ? arn : name)} className="row-link font-strong">
          {path !== '/' && <span className="font-normal text-ink-3">{path.slice(1)}</span>}
          <bdi>{name}</bdi>
        </Link>{' '}
        <CopyButton text={arn} label={`Copy ARN of ${name}`} className="reveal" />{' '}
        {arn.startsWith('arn:aws:iam::aws:') && <Tag>AWS</Tag>}
      </td>
      {kind === 'roles' && (
        <>
          <td className="max-w-80 truncate text-ink-2">
            <bdi>{description}</bdi>
          </td>
          <td className="at-c max-w-72 truncate text-ink-2">
            <Trusts principals={row.trusts ?? []} />
          </td>
        </>
      )}
      {kind === 'policies' && (
        <td className="at-c text-ink-2">
          <Uses row={row} />
        </td>
      )}
      {(kind === 'users' || kind === 'roles') && <SeenCells row={row} />}
      <td className="at-b end text-ink-2">
        <span className="text-ink-3 sm:hidden">created </span>
        <Ago time={createdAt} />
      </td>
    </tr>
  )
}

function SeenCells({ row: { seen } }: { readonly row: IdentityRowDto }) {
  if (!seen) {
    return (
      <>
        <td className="at-d text-ink-3">
          <span className="sm:hidden">no call </span>
          <span className="max-sm:hidden">not </span>in 90 days
        </td>
        <td className="end text-ink-3">0</td>
      </>
    )
  }
  return (
    <>
      <td className="at-d text-ink-2">
        <span className="text-ink-3 sm:hidden">last call </span>
        <Ago time={seen.last} />
      </td>
      <td className="end text-ink-2">{count(seen.calls)}</td>
    </>
  )
}

function Trusts({ principals }: { readonly principals: readonly string[] }) {
  const [first, ...more] = principals
  if (first === undefined) return <span className="text-ink-3">nobody</span>
  if (principals.includes('*')) return <Tag tone="warn">anyone with permission</Tag>
  return (
    <span title={principals.join('\n')}>
      <bdi>{principalText(first)}</bdi>
      {more.length > 0 && <span className="text-ink-3"> and {more.length} more</span>}
    </span>
  )
}

function Uses({ row: { attachments = 0, boundaries = 0 } }: { readonly row: IdentityRowDto }) {
  if (attachments + boundaries === 0) return <span className="text-ink-3">nobody</span>
  return (
    <>
      {attachments > 0 && `${attachments} ${attachments === 1 ? 'identity' : 'identities'}`}
      {attachments > 0 && boundaries > 0 && ', '}
      {boundaries > 0 && `boundary of ${boundaries}`}
    </>
  )
}
