'use client'

import { count } from '../format.ts'
import { usePaths } from '../hooks/frame.tsx'
import { useUrlState } from '../hooks/use-url-state.ts'
import { Card } from '../ui/card.tsx'
import { Link } from '../ui/link.tsx'
import { Segments } from '../ui/segments.tsx'
import { ErrorPanel } from '../ui/states.tsx'
import { auditHref, RANGES, type Range, rangeOf } from './params.ts'
import { RequestChart } from './request-chart.tsx'
import { rate, rateText, type Series, unitOf } from './request-series.ts'
import { useRequests } from './use-requests.ts'

/** How many calls came, as they come; the range stands in the address. */
export function RequestsCard() {
  const { params, set } = useUrlState()
  const range = rangeOf(params.get('range'))
  const { series, error } = useRequests(range)
  return (
    <Card
      title="Requests"
      actions={
        <>
          <Legend />
          <Segments label="Time range" value={range} options={RANGES} onChange={(value) => set({ range: value })} />
        </>
      }
    >
      {error ? (
        <div className="p-4">
          <ErrorPanel error={error.error} />
        </div>
      ) : (
        <>
          <Figures series={series} range={range} />
          {series ? <RequestChart series={series} /> : <div role="status" aria-label="Loading" className="h-[188px]" />}
        </>
      )}
    </Card>
  )
}

function Legend() {
  return (
    <span className="flex items-center gap-3 text-ink-3 text-sm max-sm:hidden">
      <span className="inline-flex items-center gap-1.5">
        <i className="h-0.5 w-2.5 bg-accent" /> all
      </span>
      <span className="inline-flex items-center gap-1.5">
        <i className="h-2.5 w-[3px] bg-deletion" /> denied
      </span>
    </span>
  )
}

const SPOKEN: Readonly<Record<Range, string>> = { '1h': '1 h', '24h': '24 h', '7d': '7 d' }
const FIGURE = 'hover:underline decoration-current underline-offset-3'

function Figures({ series, range }: { readonly series: Series | undefined; readonly range: Range }) {
  const { audit } = usePaths()
  if (!series) return <div className="h-[60px]" />
  const unit = unitOf(series)
  return (
    <p className="flex min-h-[60px] flex-wrap items-baseline gap-x-5 px-4 pt-4 pb-3 text-ink-2 tabular-nums">
      <span className="text-ink">
        <b className="font-strong text-[24px]/8 tracking-[-0.018em]">{rateText(rate(series, unit.millis))}</b> per{' '}
        {unit.name}
      </span>
      <Link href={auditHref(audit, range)} className={FIGURE}>
        {count(series.all)} in {SPOKEN[range]}
      </Link>
      <Link
        href={auditHref(audit, range, { outcome: 'denied' })}
        className={`${series.denied > 0 ? 'text-deletion' : ''} ${FIGURE}`}
      >
        {count(series.denied)} denied
      </Link>
      {series.failed > 0 && (
        <Link href={auditHref(audit, range, { outcome: 'error' })} className={FIGURE}>
          {count(series.failed)} failed
        </Link>
      )}
    </p>
  )
}
