'use client'

import { useMemo } from 'react'
import type { EventRowDto } from '#console/dto/events.ts'
import type { QueryParams } from '#console/dto/queries.ts'
import { useDisplay } from '../../hooks/display.tsx'
import { useConsoleQuery } from '../../hooks/queries.tsx'
import { useUrlState } from '../../hooks/use-url-state.ts'
import { FROM_THE_START } from '../list-params.ts'
import { barsOf, ticksOf, tickText } from './bars.ts'
import { Brush } from './brush.tsx'

interface HistogramProps {
  readonly asked: QueryParams
  /** What came since the counts were read. */
  readonly live: readonly EventRowDto[]
}

/** How many events ended how, by time; a bar or a span of them narrows the list to its time. */
export function Histogram({ asked, live }: HistogramProps) {
  const { set } = useUrlState()
  const { zone } = useDisplay()
  const { data } = useConsoleQuery('event-counts', { ...asked, before: undefined }, { keep: true })
  const bars = useMemo(() => (data ? barsOf(data, live) : []), [data, live])
  const bucket = data?.bucket ?? 0
  const ticks = ticksOf(bars, bucket)
  const [first = 0, last = 0] = [ticks[0], ticks.at(-1)]

  function narrow(from: number, to: number) {
    const text = (time: number) => new Date(time).toISOString()
    set({ range: undefined, from: text(from), to: text(to - 1), ...FROM_THE_START })
  }
  return (
    <div className="mb-3 min-h-[71px] max-sm:mb-2" data-testid="histogram">
      {bars.length > 0 && <Brush bars={bars} bucket={bucket} onNarrow={narrow} />}
      <div aria-hidden="true" className="flex justify-between text-[11.5px]/[18px] text-ink-3 tabular-nums">
        {ticks.map((tick, index) => (
          <span key={tick} className={index % 2 === 1 ? 'max-sm:hidden' : ''}>
            {tickText(tick, first, last, zone)}
          </span>
        ))}
      </div>
    </div>
  )
}
