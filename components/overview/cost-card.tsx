'use client'

import type { ReactNode } from 'react'
import type { CostDto } from '#console/dto/cost.ts'
import { money } from '../cost/money.ts'
import { monthText } from '../cost/months.ts'
import { PartsBar } from '../cost/parts-bar.tsx'
import { Ruled } from '../cost/ruled.tsx'
import { plural } from '../format.ts'
import { usePaths } from '../hooks/frame.tsx'
import { useConsoleQuery } from '../hooks/queries.tsx'
import { Card } from '../ui/card.tsx'
import { Link, textLink } from '../ui/link.tsx'
import { ErrorPanel } from '../ui/states.tsx'

/** What the account costs so far in this month. */
export function CostCard() {
  const { cost } = usePaths()
  const { data, error } = useConsoleQuery('cost')
  return (
    <Card
      title="Cost this month"
      aside="as AWS would bill it"
      actions={
        <Link href={cost} className={textLink}>
          By key
        </Link>
      }
    >
      <div className="min-h-28 px-4 py-3.5">
        {error && <ErrorPanel error={error.error} />}
        {!error && !data && <span role="status" aria-label="Loading" />}
        {data && <Figures cost={data} />}
      </div>
    </Card>
  )
}

function Figures({ cost: { month, keys, sum, forecast, rules } }: { readonly cost: CostDto }) {
  return (
    <>
      <div className="mb-3 flex flex-wrap items-baseline gap-x-6 gap-y-1">
        <Figure>{money(sum.total)}</Figure>
        <span className="text-ink-2">
          {plural(keys, 'key')}, all Regions, {monthText(month)}
        </span>
        {forecast && (
          <span className="text-ink-2 sm:ml-auto">
            <Ruled
              amount={forecast.total}
              name="Forecast"
              rules={['forecast']}
              known={rules}
              className="font-strong text-ink tabular-nums"
            />{' '}
            by its end
          </span>
        )}
      </div>
      <PartsBar sum={sum} />
    </>
  )
}

function Figure({ children }: { readonly children: ReactNode }) {
  return <b className="font-strong text-[24px]/8 tracking-[-0.018em] tabular-nums">{children}</b>
}
