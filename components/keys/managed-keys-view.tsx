'use client'

import type { KeyRowDto } from '#console/dto/keys.ts'
import { aliasText, daysUntil, plural, shortId } from '../format.ts'
import { useTimes } from '../hooks/display.tsx'
import { useFrame, useNow, usePaths, useScope } from '../hooks/frame.tsx'
import { useConsoleQuery } from '../hooks/queries.tsx'
import { Card } from '../ui/card.tsx'
import { CliCommand } from '../ui/cli-command.tsx'
import { CopyButton } from '../ui/copy-button.tsx'
import { Hint } from '../ui/hint.tsx'
import { Link } from '../ui/link.tsx'
import { PageHead } from '../ui/page-head.tsx'
import { Empty, ErrorPanel, Skeleton } from '../ui/states.tsx'
import { Day } from '../ui/time.tsx'
import { KeyStatus } from './key-status.tsx'
import { KindsTable } from './kinds-table.tsx'
import { LastUse } from './last-use.tsx'

/** The keys that services keep in the account: to look at, not to change. */
export function ManagedKeysView() {
  const { data, error } = useConsoleQuery('managedKeys')
  return (
    <>
      <PageHead title="AWS managed keys">
        <p className="max-w-[72ch] text-ink-2">
          A service makes such a key in your account and alone uses it, for you. You can look at it, and not change it.
        </p>
      </PageHead>
      {error && <ErrorPanel error={error.error} />}
      {!error && !data && <Skeleton />}
      {data && (
        <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
          <Card
            title="Keys of services"
            aside={plural(data.length, 'key')}
            className="max-sm:-mx-4 max-sm:rounded-none max-sm:border-x-0"
          >
            {data.length === 0 ? <NoManagedKeys /> : <ManagedKeysTable rows={data} />}
          </Card>
          <KindsTable />
        </div>
      )}
    </>
  )
}

function ManagedKeysTable({ rows }: { readonly rows: readonly KeyRowDto[] }) {
  const { key } = usePaths()
  const { region } = useScope()
  return (
    <div className="overflow-x-auto">
      <table className="tbl two-line">
        <thead>
          <tr>
            <th>Alias</th>
            <th>Key ID</th>
            <th>Status</th>
            <th>Used through</th>
            <th>Rotation</th>
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
              <td className="mono text-ink-2">
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
              <td className="at-c mono text-ink-2">{viaService(row.aliases[0] ?? '', region)}</td>
              <td className="text-ink-2">
                <Yearly row={row} />
              </td>
              <td className="at-d">
                <LastUse row={row} />
              </td>
              <td className="end text-ink-2">
                <Day time={row.createdAt} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** What `kms:ViaService` says of calls that come through the service: volumes are those of EC2. */
function viaService(alias: string, region: string): string {
  const name = aliasText(alias).replace('aws/', '')
  return `${name === 'ebs' ? 'ec2' : name}.${region}`
}

function Yearly({ row: { rotation } }: { readonly row: KeyRowDto }) {
  const now = useNow()
  const { day } = useTimes()
  if (rotation?.nextAt === undefined) return 'every year'
  return (
    <Hint text={`Next on ${day(rotation.nextAt)}`}>
      <time dateTime={new Date(rotation.nextAt).toISOString()}>
        every year <span className="text-ink-3">in {daysUntil(rotation.nextAt, now)} d</span>
      </time>
    </Hint>
  )
}

function NoManagedKeys() {
  const { scope } = useFrame()
  return (
    <Empty icon="locked" title={`No service keeps a key in ${scope.region} yet`}>
      <p>A service gets its key the first time someone uses it, or asks for its alias:</p>
      <CliCommand call={{ operation: 'DescribeKey', input: { KeyId: 'alias/aws/s3' } }} />
    </Empty>
  )
}
