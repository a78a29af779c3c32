'use client'

import type { KeyRowDto } from '#console/dto/keys.ts'
import { aliasText, day, shortId } from '../format.ts'
import { useFrame, usePaths } from '../hooks/frame.tsx'
import { useConsoleQuery } from '../hooks/queries.tsx'
import { Card } from '../ui/card.tsx'
import { CopyButton } from '../ui/copy-button.tsx'
import { Link } from '../ui/link.tsx'
import { PageHead } from '../ui/page-head.tsx'
import { Empty, ErrorPanel, Skeleton } from '../ui/states.tsx'
import { KeyStatus } from './key-status.tsx'
import { LastUse } from './last-use.tsx'

/** The keys that services keep in the account: to look at, not to change. */
export function ManagedKeysView() {
  const { data, error } = useConsoleQuery('managedKeys')
  return (
    <>
      <PageHead title="AWS managed keys" />
      {error && <ErrorPanel error={error.error} />}
      {!error && !data && <Skeleton />}
      {data && (
        <div className="grid gap-4">
          <Card className="max-sm:-mx-4 max-sm:rounded-none max-sm:border-x-0">
            {data.length === 0 ? <NoManagedKeys /> : <ManagedKeysTable rows={data} />}
          </Card>
          <Kinds />
        </div>
      )}
    </>
  )
}

function ManagedKeysTable({ rows }: { readonly rows: readonly KeyRowDto[] }) {
  const { key } = usePaths()
  return (
    <div className="overflow-x-auto">
      <table className="tbl two-line">
        <thead>
          <tr>
            <th>Alias</th>
            <th>Key ID</th>
            <th>Status</th>
            <th>Last used</th>
            <th className="end">Created</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.keyId} data-testid={`key-${row.keyId}`}>
              <td className="at-a">
                <Link href={key(row.keyId)} className="row-link font-strong">
                  {aliasText(row.aliases[0] ?? row.keyId)}
                </Link>
              </td>
              <td className="at-c mono text-ink-2">
                {shortId(row.keyId)}{' '}
                <CopyButton
                  text={row.keyId}
                  label={`Copy key id of ${aliasText(row.aliases[0] ?? '')}`}
                  className="reveal"
                />
              </td>
              <td className="at-b">
                <KeyStatus state={row.state} />
              </td>
              <td className="at-d">
                <LastUse row={row} />
              </td>
              <td className="end text-ink-2">{day(row.createdAt)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function NoManagedKeys() {
  const { scope, endpoint } = useFrame()
  const line = `aws kms describe-key --key-id alias/aws/s3 --endpoint-url ${endpoint} --region ${scope.region}`
  return (
    <Empty icon="locked" title={`No service keeps a key in ${scope.region} yet`}>
      <p>A service gets its key the first time someone uses it, or asks for its alias:</p>
      <p className="mono flex max-w-full items-center gap-2 rounded-m bg-hover px-3 py-1.5 text-ink">
        <span className="overflow-x-auto whitespace-nowrap">{line}</span>
        <CopyButton text={line} label="Copy command" />
      </p>
    </Empty>
  )
}

const KINDS = [
  {
    title: 'AWS owned keys',
    text: 'Belong to a service and protect the data of many accounts. They are in no account, so none is listed.',
  },
  {
    title: 'AWS managed keys',
    text: 'In your account, one for each service. You can look at them; the service alone uses them, and they rotate every year.',
  },
  {
    title: 'Customer managed keys',
    text: 'Yours: you decide who uses them, when they rotate and when they go. Policies, grants and audit show why.',
  },
] as const

function Kinds() {
  return (
    <dl className="grid grid-cols-3 gap-x-8 gap-y-4 px-4 py-2 max-md:grid-cols-1 max-sm:px-0">
      {KINDS.map(({ title, text }) => (
        <div key={title}>
          <dt className="font-strong">{title}</dt>
          <dd className="text-ink-2">{text}</dd>
        </div>
      ))}
    </dl>
  )
}
