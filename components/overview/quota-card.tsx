'use client'

import { usePaths } from '../hooks/frame.tsx'
import { useConsoleQuery } from '../hooks/queries.tsx'
import { QuotaGauge } from '../quotas/quota-gauge.tsx'
import { busiest } from '../quotas/quota-rows.ts'
import { Card } from '../ui/card.tsx'
import { Link, textLink } from '../ui/link.tsx'
import { ErrorPanel } from '../ui/states.tsx'

const FEW = 4
const PERIOD = 5000

/** How much of its request quotas the Region uses: the fullest of them. */
export function QuotaCard() {
  const { cost } = usePaths()
  const { data, error } = useConsoleQuery('quotas', {}, { every: PERIOD })
  return (
    <Card
      title="Quota headroom"
      actions={
        <Link href={`${cost}#quotas`} className={textLink}>
          Quotas
        </Link>
      }
    >
      {error && (
        <div className="p-4">
          <ErrorPanel error={error.error} />
        </div>
      )}
      {!error && !data && <div role="status" aria-label="Loading" className="h-36" />}
      {data?.profile === 'off' && (
        <p className="px-4 py-5 text-ink-3">Request quotas are off: nothing is throttled here.</p>
      )}
      {data && data.profile !== 'off' && (
        <ul className="py-1">
          {busiest(data.classes, FEW).map((quota) => (
            <QuotaGauge key={quota.class} quota={quota} brief />
          ))}
        </ul>
      )}
    </Card>
  )
}
