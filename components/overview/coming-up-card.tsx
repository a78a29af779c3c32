'use client'

import type { SummaryDto, UpcomingDto } from '#console/dto/overview.ts'
import { aliasText, count, shortId } from '../format.ts'
import { usePaths } from '../hooks/frame.tsx'
import { useUrlState } from '../hooks/use-url-state.ts'
import { Card } from '../ui/card.tsx'
import { Icon } from '../ui/icon.tsx'
import type { IconName } from '../ui/icons.ts'
import { Link, textLink } from '../ui/link.tsx'
import { Ago } from '../ui/time.tsx'

interface Kind {
  readonly icon: IconName
  readonly tone: string
  readonly words: string
  /** Where a key shows it. */
  readonly tab: string
}

const KINDS: Readonly<Record<UpcomingDto['kind'], Kind>> = {
  rotation: { icon: 'rotate', tone: 'text-ink-3', words: 'rotates', tab: '/material' },
  deletion: { icon: 'bin', tone: 'text-deletion', words: 'is deleted for good', tab: '' },
  expiry: { icon: 'import', tone: 'text-unavail', words: 'loses its material', tab: '/material' },
}

const FEW = 5

/** What will happen to keys by itself, the nearest first. */
export function ComingUpCard({ summary }: { readonly summary: SummaryDto }) {
  const { params, hrefWith } = useUrlState()
  const showsAll = params.get('coming') === 'all'
  const { upcoming, upcomingTotal } = summary
  const rows = showsAll ? upcoming : upcoming.slice(0, FEW)
  const more = upcomingTotal > FEW && (
    <Link href={hrefWith({ coming: showsAll ? undefined : 'all' })} scroll={false} className={textLink}>
      {showsAll ? 'The next ones' : `All ${count(upcomingTotal)}`}
    </Link>
  )
  return (
    <Card title="Coming up" actions={more || undefined}>
      {rows.length === 0 ? (
        <p className="px-4 py-5 text-ink-3">No rotation, deletion or expiry is ahead.</p>
      ) : (
        <ul data-rows>
          {rows.map((row) => (
            <Row key={`${row.keyId}-${row.kind}`} row={row} />
          ))}
        </ul>
      )}
      {showsAll && upcoming.length < upcomingTotal && (
        <p className="border-line-faint border-t px-4 py-2 text-ink-3">
          and {count(upcomingTotal - upcoming.length)} later
        </p>
      )}
    </Card>
  )
}

function Row({ row: { kind, at, keyId, alias } }: { readonly row: UpcomingDto }) {
  const { key } = usePaths()
  const { icon, tone, words, tab } = KINDS[kind]
  return (
    <li data-row className="not-first:border-line-faint not-first:border-t">
      <Link
        href={`${key(keyId)}${tab}`}
        className="flex min-h-(--row) items-center gap-2.5 px-4 py-1.5 hover:bg-hover focus-visible:-outline-offset-2"
      >
        <Icon name={icon} className={`size-4 ${tone}`} />
        <span className="min-w-0 flex-1 truncate">
          <bdi className={alias === undefined ? 'mono' : 'font-strong'}>
            {alias === undefined ? shortId(keyId) : aliasText(alias)}
          </bdi>{' '}
          <span className="text-ink-2">{words}</span>
        </span>
        <span className="text-ink-3">
          <Ago time={at} />
        </span>
      </Link>
    </li>
  )
}
