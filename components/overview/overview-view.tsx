'use client'

import { usePaths } from '../hooks/frame.tsx'
import { useConsoleQuery } from '../hooks/queries.tsx'
import { NoKeys } from '../keys/no-keys.tsx'
import { buttonClass } from '../ui/button-class.ts'
import { Icon } from '../ui/icon.tsx'
import { Link } from '../ui/link.tsx'
import { PageHead } from '../ui/page-head.tsx'
import { ErrorPanel } from '../ui/states.tsx'
import { AuditCard } from './audit-card.tsx'
import { ComingUpCard } from './coming-up-card.tsx'
import { CostCard } from './cost-card.tsx'
import { DeniedCard } from './denied-card.tsx'
import { KeyFigures } from './key-figures.tsx'
import { OverviewSkeleton } from './overview-skeleton.tsx'
import { QuotaCard } from './quota-card.tsx'
import { RequestsCard } from './requests-card.tsx'
import { UsageBar } from './usage-bar.tsx'

/** How the Region is: its keys, what is asked of them, what is ahead, and whether the record holds. */
export function OverviewView() {
  const { createKey } = usePaths()
  const { data, error } = useConsoleQuery('summary')
  const isEmpty = data?.customer === 0
  return (
    <>
      <PageHead
        title="Overview"
        actions={
          <Link href={createKey} className={buttonClass(isEmpty ? 'plain' : 'primary')}>
            <Icon name="plus" />
            Create key
            <span className="kbd" aria-hidden="true">
              c
            </span>
          </Link>
        }
      />
      {error && (
        <div className="mb-6">
          <ErrorPanel error={error.error} />
        </div>
      )}
      {!data && !error && <OverviewSkeleton />}
      {data && (isEmpty ? <NoKeys /> : <KeyFigures summary={data} />)}
      {data && !isEmpty && <UsageBar summary={data} />}
      <div className="mt-6 grid grid-cols-[minmax(0,1fr)_360px] items-start gap-4 max-md:grid-cols-[minmax(0,1fr)]">
        <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
          <RequestsCard />
          <DeniedCard />
          <CostCard />
        </div>
        <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
          {data && !isEmpty && <ComingUpCard summary={data} />}
          <QuotaCard />
          <AuditCard />
        </div>
      </div>
    </>
  )
}
