import type { CostDto } from '#console/dto/cost.ts'
import { count } from '../format.ts'
import { Term } from '../help/term.tsx'
import { Card } from '../ui/card.tsx'
import { Meter } from '../ui/meter.tsx'

/** How much of the month's free requests is used. */
export function FreeTierCard({ account }: { readonly account: CostDto }) {
  const { sum, freeTier, forecast } = account
  const used = sum.freeRequests
  const left = freeTier - used
  return (
    <Card title={<Term name="free-tier">Free tier</Term>}>
      <div className="grid gap-2 px-4 py-3">
        <Meter label="Free requests used" value={used} max={freeTier} />
        <p className="flex justify-between gap-3 tabular-nums">
          <span>
            {count(used)} <span className="text-ink-3">of {count(freeTier)} requests</span>
          </span>
          <span className="text-ink-3">{left === 0 ? 'used up' : `${count(left)} left`}</span>
        </p>
        <p className="text-ink-3 text-md">
          {forecast && forecast.freeRequests === freeTier && left > 0
            ? 'At this rate it is used up before the month ends.'
            : 'For all Regions together. Requests that use or make a key pair do not count.'}
        </p>
      </div>
    </Card>
  )
}
