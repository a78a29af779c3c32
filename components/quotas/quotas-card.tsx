'use client'

import type { QuotasDto } from '#console/dto/quotas.ts'
import { useScope } from '../hooks/frame.tsx'
import { useConsoleQuery } from '../hooks/queries.tsx'
import { useUrlState } from '../hooks/use-url-state.ts'
import { Card } from '../ui/card.tsx'
import { Link, textLink } from '../ui/link.tsx'
import { ErrorPanel } from '../ui/states.tsx'
import { QuotaGauge } from './quota-gauge.tsx'
import { quotasInUse } from './quota-rows.ts'

/** How often the gauges are read. */
const PERIOD = 2000

/** The request quotas of the Region as gauges. */
export function QuotasCard() {
  const { region } = useScope()
  const { params, hrefWith } = useUrlState()
  const { data, error } = useConsoleQuery('quotas', {}, { every: PERIOD })
  const showsAll = params.get('quotas') === 'all'
  return (
    <Card
      title="Request quotas"
      aside={<span className="mono">{region}</span>}
      actions={
        data && (
          <Link href={hrefWith({ quotas: showsAll ? undefined : 'all' })} scroll={false} className={textLink}>
            {showsAll ? 'Those in use' : `All ${data.classes.length}`}
          </Link>
        )
      }
    >
      {error && (
        <div className="p-4">
          <ErrorPanel error={error.error} />
        </div>
      )}
      {!error && !data && <div role="status" aria-label="Loading" className="h-44" />}
      {!error && data && <Gauges quotas={data} showsAll={showsAll} />}
    </Card>
  )
}

function Gauges({ quotas, showsAll }: { readonly quotas: QuotasDto; readonly showsAll: boolean }) {
  const { profile, classes } = quotas
  return (
    <>
      <p className="border-line-faint border-b px-4 py-3 text-ink-2">
        <Profile profile={profile} />
      </p>
      <ul className="grid grid-cols-[minmax(0,1fr)] md:grid-cols-2 xl:grid-cols-3">
        {(showsAll ? classes : quotasInUse(classes)).map((quota) => (
          <QuotaGauge key={quota.class} quota={quota} />
        ))}
      </ul>
    </>
  )
}

/** Whose figures they are, and where that is decided. */
function Profile({ profile }: { readonly profile: QuotasDto['profile'] }) {
  const { sandbox } = useScope()
  return (
    <>
      {TEXTS[profile]}{' '}
      {sandbox === 'main' ? (
        <>
          Set <span className="mono">KEYSTEAD_QUOTAS</span> to off, aws or brief and start again to change it.
        </>
      ) : (
        <>
          <span className="mono">PUT /_keystead/sandboxes/{sandbox}/quotas</span> changes it.
        </>
      )}
    </>
  )
}

const TEXTS: Readonly<Record<QuotasDto['profile'], string>> = {
  off: 'Quotas are off: nothing is counted or throttled. These are the rates that AWS allows.',
  aws: 'The rates of AWS are in force: what goes beyond is refused with ThrottlingException. Gauges show the busiest second of the last minute.',
  brief:
    'The former rates of AWS are in force (5,500, 10,000 or 50,000 a second, by Region, for symmetric keys; the others as today): what goes beyond is refused with ThrottlingException. Gauges show the busiest second of the last minute.',
}
