'use client'

import type { ReactNode } from 'react'
import type { KeyRowDto } from '#console/dto/keys.ts'
import { aliasText, daysUntil, keyTypeText, originText, shortId, usageText } from '../../format.ts'
import { useTimes } from '../../hooks/display.tsx'
import { useNow, usePaths } from '../../hooks/frame.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { Hint } from '../../ui/hint.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Link } from '../../ui/link.tsx'
import { Day } from '../../ui/time.tsx'
import { everRotates } from '../actions.ts'
import { keyName } from '../key-name.ts'
import { KeyStatus } from '../key-status.tsx'
import { LastUse } from '../last-use.tsx'
import { TAG_PREFIX } from '../list-params.ts'
import type { ColumnId } from './key-view.ts'

/** What each column shows of a key. */
export const CELLS: Readonly<Record<ColumnId, (row: KeyRowDto) => ReactNode>> = {
  alias: (row) => <Name row={row} />,
  id: (row) => (
    <>
      {shortId(row.keyId)}{' '}
      <CopyButton text={row.keyId} label={`Copy key id of ${keyName(row)}`} className="reveal -mr-5 -ml-1" />
    </>
  ),
  state: (row) => <KeyStatus state={row.state} deletionAt={row.deletionAt} />,
  type: (row) => keyTypeText(row.spec),
  spec: (row) => row.spec,
  usage: (row) => usageText(row.usage),
  origin: (row) => <span title={row.origin}>{originText(row.origin)}</span>,
  regionality: (row) => <Regionality row={row} />,
  used: (row) => <LastUse row={row} />,
  tags: (row) => <Tags row={row} />,
  rotation: (row) => <Rotation row={row} />,
  description: (row) => <bdi title={row.description}>{firstOf(row.description)}</bdi>,
  created: (row) => <Day time={row.createdAt} />,
}

/** A cell shows a line; what is longer is on the page of the key. */
const A_LINE = 120

function firstOf(text: string): string {
  return text.length > A_LINE ? `${text.slice(0, A_LINE)}…` : text
}

function Name({ row }: { readonly row: KeyRowDto }) {
  const { key } = usePaths()
  const [first, ...others] = row.aliases
  return (
    <>
      <Link href={key(row.keyId)} className="row-link font-strong">
        {first ? aliasText(first) : <span className="font-normal text-ink-2">{shortId(row.keyId)}</span>}
      </Link>
      {others.length > 0 && (
        <span className="text-ink-3" title={others.map(aliasText).join(', ')}>
          {' '}
          +{others.length}
        </span>
      )}
    </>
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

/** Each tag leads to the keys that have it too. */
function Tags({ row }: { readonly row: KeyRowDto }) {
  const { keys } = usePaths()
  const [first, ...others] = row.tags
  if (!first) return null
  const all = row.tags.map(({ key, value }) => `${key} = ${value}`).join('\n')
  return (
    <span title={all}>
      <Link
        href={`${keys}?${new URLSearchParams({ [TAG_PREFIX + first.key]: first.value })}`}
        className="hover:text-ink hover:underline"
      >
        <bdi>{first.key}</bdi> = <bdi>{first.value}</bdi>
      </Link>
      {others.length > 0 && <span className="text-ink-3"> +{others.length}</span>}
    </span>
  )
}

function Rotation({ row }: { readonly row: KeyRowDto }) {
  const now = useNow()
  const { day } = useTimes()
  const { rotation } = row
  if (!rotation) return <span className="text-ink-3">{everRotates(row) ? 'Off' : 'Never'}</span>
  const days = `every ${rotation.periodInDays} d`
  if (rotation.nextAt === undefined) return days
  return (
    <Hint text={`Next on ${day(rotation.nextAt)}`}>
      <time dateTime={new Date(rotation.nextAt).toISOString()}>
        {days} <span className="text-ink-3">in {daysUntil(rotation.nextAt, now)} d</span>
      </time>
    </Hint>
  )
}
