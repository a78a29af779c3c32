'use client'

import type { CostDto } from '#console/dto/cost.ts'
import { useUrlState } from '../hooks/use-url-state.ts'
import { Card } from '../ui/card.tsx'
import { Link } from '../ui/link.tsx'
import { money } from './money.ts'
import { currentMonth, monthText } from './months.ts'

const HEIGHT = 72

/** The last months side by side, each a link to itself. */
export function MonthsCard({ account }: { readonly account: CostDto }) {
  const { months, month } = account
  const { hrefWith } = useUrlState()
  const last = currentMonth(account)
  const top = Math.max(1, ...months.map(({ total }) => total))
  return (
    <Card title="By month">
      <ol className="flex items-end gap-1 px-4 pt-4 pb-3">
        {months.map((each) => {
          const isShown = each.month === month
          const name = monthText(each.month)
          return (
            <li key={each.month} className="min-w-0 max-w-10 flex-1">
              <Link
                href={hrefWith({ month: each.month === last ? undefined : each.month, page: undefined })}
                scroll={false}
                title={`${name}: ${money(each.total)}`}
                aria-current={isShown ? 'page' : undefined}
                className="group grid gap-1 text-center"
              >
                <svg aria-hidden="true" viewBox={`0 0 10 ${HEIGHT}`} preserveAspectRatio="none" className="h-18 w-full">
                  <rect
                    width="10"
                    height={Math.max(1, (each.total / top) * HEIGHT)}
                    y={HEIGHT - Math.max(1, (each.total / top) * HEIGHT)}
                    className={isShown ? 'fill-accent' : 'fill-accent-line group-hover:fill-accent-mid'}
                  />
                </svg>
                <span aria-hidden="true" className={`text-[11px] ${isShown ? 'text-ink' : 'text-ink-3'}`}>
                  {name.slice(0, 1)}
                </span>
                <span className="sr-only">
                  {name}: {money(each.total)}
                </span>
              </Link>
            </li>
          )
        })}
      </ol>
    </Card>
  )
}
