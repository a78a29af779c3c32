'use client'

import type { CostDto } from '#console/dto/cost.ts'
import { useUrlState } from '../hooks/use-url-state.ts'
import { buttonClass } from '../ui/button-class.ts'
import { Icon } from '../ui/icon.tsx'
import type { IconName } from '../ui/icons.ts'
import { Link } from '../ui/link.tsx'
import { currentMonth, monthPlus, monthText } from './months.ts'

/** Which month is shown, and the ways to the ones beside it. */
export function MonthPicker({ account }: { readonly account: CostDto }) {
  const { month, first } = account
  const last = currentMonth(account)
  return (
    <nav aria-label="Month" className="flex items-center">
      <Step month={month > first ? monthPlus(month, -1) : undefined} last={last} icon="chevronLeft" label="Before" />
      <span aria-current="date" className="min-w-20 px-1 text-center font-medium tabular-nums">
        {monthText(month)}
      </span>
      <Step month={nextOf(account)} last={last} icon="chevronRight" label="After" />
    </nav>
  )
}

interface StepProps {
  /** Undefined where there is none. */
  readonly month: string | undefined
  readonly last: string
  readonly icon: IconName
  readonly label: string
}

function Step({ month, last, icon, label }: StepProps) {
  const { hrefWith } = useUrlState()
  const look = buttonClass('plain', 'normal', 'w-8 px-0 max-sm:w-9')
  if (month === undefined) {
    return (
      <span aria-hidden="true" className={`${look} opacity-40`}>
        <Icon name={icon} />
      </span>
    )
  }
  return (
    <Link
      href={hrefWith({ month: month === last ? undefined : month, page: undefined })}
      scroll={false}
      aria-label={`${label}: ${monthText(month)}`}
      className={look}
    >
      <Icon name={icon} />
    </Link>
  )
}

/** From before the history the way leads to its beginning. */
function nextOf(account: CostDto): string | undefined {
  const { month, first } = account
  if (month < first) return first
  return month < currentMonth(account) ? monthPlus(month, 1) : undefined
}
