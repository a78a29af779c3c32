'use client'

import type { ReactNode } from 'react'
import type { KeyRowDto } from '#console/dto/keys.ts'
import { aliasText, plural, principalParts, relative } from '../format.ts'
import { useNow, usePaths } from '../hooks/frame.tsx'
import { useConsoleQuery } from '../hooks/queries.tsx'
import { Link, textLink } from '../ui/link.tsx'
import { materialNote } from './material-note.ts'
import { replicaNote } from './replica-note.ts'

/** Everything that hangs on one key, as figures that lead to their lists. */
export function KeyImpact({ row }: { readonly row: KeyRowDto }) {
  const { keyId, aliases } = row
  const page = usePaths().key(keyId)
  const { data: counts } = useConsoleQuery('keyCounts', { id: keyId })
  const note = replicaNote(row)
  const material = materialNote(row)
  return (
    <dl className="grid grid-cols-[112px_minmax(0,1fr)] gap-y-2 rounded-m border border-line px-3 py-2.5 text-md">
      <Fact name="Last used">
        <LastUsed row={row} />
      </Fact>
      <Fact name="Users, 30 days">
        <Users row={row} />
      </Fact>
      <Fact name="Aliases">
        <Link href={`${page}/aliases`} className={textLink}>
          {plural(aliases.length, 'alias', 'aliases')}
        </Link>
        {aliases.length > 0 && (
          <span className="text-ink-2">
            {' '}
            {aliases.length === 1 ? 'goes' : 'go'} with it: {aliases.slice(0, 3).map(aliasText).join(', ')}
            {aliases.length > 3 && ', …'}
          </span>
        )}
      </Fact>
      <Fact name="Grants">
        <Link href={`${page}/grants`} className={textLink}>
          {counts?.grants === undefined ? 'Look at them' : plural(counts.grants, 'grant')}
        </Link>
        {counts?.grants !== undefined && counts.grants > 0 && (
          <span className="text-ink-2"> {counts.grants === 1 ? 'ends' : 'end'} with it</span>
        )}
      </Fact>
      {note && <Fact name="Other Regions">{note}</Fact>}
      {material && <Fact name="Material">{material}</Fact>}
    </dl>
  )
}

function LastUsed({ row }: { readonly row: KeyRowDto }) {
  const now = useNow()
  const { data, error } = useConsoleQuery('lookup', { id: [row.keyId] })
  const use = (data?.[0] ?? row).lastUse
  if (error) return <span className="text-ink-2">Not known: the keys may not be listed</span>
  if (!data) return <span className="text-ink-3">Looking…</span>
  if (!use) return 'Never used'
  return `${relative(use.at, now)} by ${principalParts(use.principalArn).join('')}, ${use.eventName}`
}

const MOST_NAMED = 4

/** Who asked in the last 30 days for what only the key can do, whether it was allowed or not: looking at it is no use. */
function Users({ row }: { readonly row: KeyRowDto }) {
  const { data, error } = useConsoleQuery('key-usage', { key: row.arn, range: '30d', crypto: 'only' })
  const { key } = usePaths()
  if (error) return <span className="text-ink-2">Not known: the audit log may not be read</span>
  if (!data) return <span className="text-ink-3">Looking…</span>
  const { principals } = data
  if (principals.length === 0) return 'Nobody used it'
  return (
    <ul className="grid gap-0.5">
      {principals.slice(0, MOST_NAMED).map(({ value, count: calls }) => (
        <li key={value} className="flex gap-2" title={value}>
          <span className="truncate">{principalParts(value).join('')}</span>
          <span className="ml-auto text-ink-2 tabular-nums">{plural(calls, 'call')}</span>
        </li>
      ))}
      <li>
        <Link href={`${key(row.keyId)}/activity`} className={textLink}>
          {principals.length > MOST_NAMED ? `${principals.length - MOST_NAMED} more, all` : 'All'} of its activity
        </Link>
      </li>
    </ul>
  )
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <>
      <dt className="text-ink-3">{name}</dt>
      <dd className="min-w-0 wrap-anywhere">{children}</dd>
    </>
  )
}
