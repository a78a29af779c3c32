import type { QuotaClassDto } from '#console/dto/quotas.ts'
import { count } from '../format.ts'
import { Icon } from '../ui/icon.tsx'
import { Meter } from '../ui/meter.tsx'
import { quotaName } from './quota-rows.ts'

/** From here on a quota is nearly used up. */
const NEARLY = 0.8

interface QuotaGaugeProps {
  readonly quota: QuotaClassDto
  /** Without the line below the bar, unless something was refused. */
  readonly brief?: boolean
}

/** One quota: the busiest second of the last minute against the rate, and what was refused. */
export function QuotaGauge({ quota, brief = false }: QuotaGaugeProps) {
  const { rate, use, operations } = quota
  const name = quotaName(quota)
  const throttled = use?.throttled ?? 0
  const isTight = throttled > 0 || (use !== undefined && use.peak >= rate * NEARLY)
  return (
    <li className="grid grid-cols-[minmax(0,1fr)] gap-1.5 px-4 py-2.5">
      <p className="flex items-baseline justify-between gap-3">
        <span className="min-w-0 truncate" title={operations.join(', ')}>
          {name}
        </span>
        <span className="flex-none text-ink-3 tabular-nums">
          {use ? (
            <>
              <span className={isTight ? 'text-unavail' : 'text-ink'}>
                {isTight && <Icon name="warning" className="mr-1 inline size-3.5 align-[-2px]" />}
                {count(use.peak)}
              </span>{' '}
              of {count(rate)}/s
            </>
          ) : (
            <>{count(rate)}/s</>
          )}
        </span>
      </p>
      <Meter
        label={`${name}, requests a second`}
        value={use?.peak ?? 0}
        max={rate}
        {...(isTight && { tone: 'bg-unavail' })}
      />
      {use && !(brief && throttled === 0) && (
        <p className="flex justify-between gap-3 text-ink-3 text-md tabular-nums">
          <span>{count(use.lastSecond)} in the last second</span>
          <span className={throttled > 0 ? 'text-unavail' : ''}>
            {throttled > 0 ? `${count(throttled)} throttled` : 'none throttled'}
          </span>
        </p>
      )}
    </li>
  )
}
