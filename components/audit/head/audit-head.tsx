'use client'

import { lazy, useState } from 'react'
import type { QueryParams } from '#console/dto/queries.ts'
import { count } from '../../format.ts'
import { useTimes } from '../../hooks/display.tsx'
import { useFrame } from '../../hooks/frame.tsx'
import { useConsoleQuery } from '../../hooks/queries.tsx'
import { useUrlState } from '../../hooks/use-url-state.ts'
import { Button } from '../../ui/button.tsx'
import { Icon } from '../../ui/icon.tsx'
import { PageHead } from '../../ui/page-head.tsx'
import { Ago } from '../../ui/time.tsx'
import { WhenOpen } from '../../ui/when-open.tsx'
import { VERDICTS } from './verdicts.ts'

const LogCheckDialog = lazy(async () => ({ default: (await import('./log-check.tsx')).LogCheckDialog }))
const ExportDialog = lazy(async () => ({ default: (await import('../../export/export-dialog.tsx')).ExportDialog }))

/** What was sealed of the log, and what can be done with all of it. */
export function AuditHead({ asked }: { readonly asked: QueryParams }) {
  const { administers } = useFrame()
  const { params, set } = useUrlState()
  const [exporting, setExporting] = useState(false)
  const verifying = administers && params.get('verify') === 'log'
  return (
    <>
      <PageHead
        title="Audit log"
        actions={
          <>
            <Seal />
            <Button
              reason={
                administers ? undefined : 'The log holds all accounts: only the administrator of this installation may.'
              }
              onClick={() => set({ verify: 'log' })}
            >
              Verify log
            </Button>
            <Button icon="download" className="max-sm:px-2.5" onClick={() => setExporting(true)}>
              <span className="max-sm:sr-only">Export</span>
            </Button>
          </>
        }
      />
      <WhenOpen open={verifying}>
        <LogCheckDialog onClose={() => set({ verify: undefined }, 'replace')} />
      </WhenOpen>
      <WhenOpen open={exporting}>
        <ExportDialog asked={asked} onClose={() => setExporting(false)} />
      </WhenOpen>
    </>
  )
}

/** How many events a signature vouches for, and since when; what the last check said, where that was not good. */
function Seal() {
  const { instant, clockParts, mark } = useTimes()
  const { data } = useConsoleQuery('audit-health')
  if (!data?.signed) return null
  const { signed, lastCheck } = data
  const bad = lastCheck && lastCheck.verdict !== 'sound' ? VERDICTS[lastCheck.verdict] : undefined
  return (
    <span className="mr-2 grid justify-items-end self-center text-md leading-4 whitespace-nowrap max-md:hidden">
      <span
        className="inline-flex items-center gap-1.5 text-ink-2 tabular-nums"
        title={`Signed ${instant(signed.at)}, root ${signed.root}`}
      >
        <Icon name="shield" className="size-4 text-enabled" />
        {count(signed.size)} events sealed, {clockParts(signed.at)[0]}
        {mark}
      </span>
      {lastCheck && (
        <span className={`text-sm ${bad ? `font-medium ${bad.ink}` : 'text-ink-3'}`}>
          {bad?.title ?? 'verified'} <Ago time={lastCheck.at} />
        </span>
      )}
    </span>
  )
}
