'use client'

import type { ReactNode } from 'react'
import type { FrameDto } from '#console/dto/frame.ts'
import { FrameProvider } from '../hooks/frame.tsx'
import { QueryProvider } from '../hooks/queries.tsx'
import { useAlive } from '../hooks/use-alive.ts'
import { HintProvider } from '../ui/hint.tsx'
import { ToastProvider } from '../ui/toast.tsx'
import { PhoneTabs, PhoneTop } from './phone-bars.tsx'
import { Sidebar } from './sidebar.tsx'
import { TruthBar } from './truth-bar.tsx'

const HINT_DELAY = 300

/**
 * The frame around every page of one scope. Links work at once; buttons and fields are off until the page can answer,
 * so that nothing that is pressed or typed is lost.
 */
export function Shell({ frame, children }: { readonly frame: FrameDto; readonly children: ReactNode }) {
  const alive = useAlive()
  return (
    <FrameProvider frame={frame}>
      <QueryProvider>
        <HintProvider delayDuration={HINT_DELAY}>
          <ToastProvider>
            <fieldset disabled={!alive} className="contents">
              <div className="grid min-h-screen grid-cols-[224px_minmax(0,1fr)] grid-rows-[56px_minmax(0,1fr)] max-sm:block max-sm:pt-[52px] max-sm:pb-15">
                <Sidebar />
                <TruthBar />
                <PhoneTop />
                <main className="gutter min-w-0 py-6 max-sm:pt-4">{children}</main>
                <PhoneTabs />
              </div>
            </fieldset>
          </ToastProvider>
        </HintProvider>
      </QueryProvider>
    </FrameProvider>
  )
}
