'use client'

import { useMemo } from 'react'
import type { CostPageDto } from '#console/dto/cost.ts'
import type { QueryParams } from '#console/dto/queries.ts'
import { ExportMenu } from '../export/export-menu.tsx'
import { plural } from '../format.ts'
import { useScope } from '../hooks/frame.tsx'
import { useConsoleQuery, useConsoleRead } from '../hooks/queries.tsx'
import { useUrlState } from '../hooks/use-url-state.ts'
import { paramsOf } from '../keys/list-params.ts'
import { QuotasCard } from '../quotas/quotas-card.tsx'
import { PageHead } from '../ui/page-head.tsx'
import { ErrorPanel } from '../ui/states.tsx'
import { AccountCard } from './account-card.tsx'
import { costsCsv, costsJson } from './cost-export.ts'
import { CostSkeleton } from './cost-skeleton.tsx'
import { CostsByKey, NoCost } from './costs-by-key.tsx'
import { FreeTierCard } from './free-tier-card.tsx'
import { costListParams } from './list-params.ts'
import { MonthPicker } from './month-picker.tsx'
import { MonthsCard } from './months-card.tsx'
import { RulesCard } from './rules-card.tsx'

/** What the account costs in a month, and how much of the Region's request quotas is used. */
export function CostView() {
  const { params } = useUrlState()
  const asked = useMemo(() => costListParams(paramsOf(params)), [params])
  const { data, error } = useConsoleQuery('costs', asked, { keep: true })
  const { account } = useScope()
  return (
    <>
      <PageHead
        title="Quotas and cost"
        actions={
          data && (
            <>
              <MonthPicker account={data.account} />
              <ExportCosts page={data} asked={asked} />
            </>
          )
        }
      >
        <p className="text-ink-3">
          Account <span className="mono">{account}</span>, all Regions
        </p>
      </PageHead>
      {error && <ErrorPanel error={error.error} />}
      {!error && !data && <CostSkeleton />}
      {!error && data && <Cost page={data} />}
      <div id="quotas" className="mt-6 scroll-mt-4">
        <QuotasCard />
      </div>
      {!error && data && (
        <div className="mt-6">
          <RulesCard rules={data.account.rules} />
        </div>
      )}
    </>
  )
}

function Cost({ page }: { readonly page: CostPageDto }) {
  const { account, total } = page
  return (
    <>
      <div className="grid grid-cols-[minmax(0,1fr)_360px] items-start gap-4 max-md:grid-cols-[minmax(0,1fr)]">
        <AccountCard account={account} />
        <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
          <FreeTierCard account={account} />
          <MonthsCard account={account} />
        </div>
      </div>
      {total === 0 ? <NoCost /> : <CostsByKey page={page} />}
    </>
  )
}

function ExportCosts({ page, asked }: { readonly page: CostPageDto; readonly asked: QueryParams }) {
  const read = useConsoleRead()
  if (page.total === 0) return null
  return (
    <ExportMenu
      name={`cost-${page.account.month}`}
      words={plural(page.matching, 'row')}
      read={() => read('allCosts', asked)}
      csv={costsCsv}
      json={costsJson}
    />
  )
}
