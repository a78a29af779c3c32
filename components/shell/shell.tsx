'use client'

import type { ReactNode } from 'react'
import type { FrameDto } from '#console/dto/frame.ts'
import { RegainProvider } from '../auth/regain.tsx'
import type { SessionActions } from '../auth/session-actions.ts'
import { DisplayProvider } from '../hooks/display.tsx'
import { FrameProvider } from '../hooks/frame.tsx'
import { QueryProvider } from '../hooks/queries.tsx'
import { useAlive } from '../hooks/use-alive.ts'
import { PaletteProvider } from '../palette/palette.tsx'
import { SandboxWatch } from '../sandboxes/sandbox-watch.tsx'
import { ToastProvider } from '../ui/toast.tsx'
import { Live } from './live.tsx'
import { PhoneTabs, PhoneTop } from './phone-bars.tsx'
import { Shortcuts } from './shortcuts.tsx'
import { Sidebar } from './sidebar.tsx'
import { TruthBar } from './truth-bar.tsx'

interface ShellProps {
  readonly frame: FrameDto
  readonly session: SessionActions
  readonly children: ReactNode
}

/**
 * The frame around every page of one scope. Links work at once; buttons and fields are off until the page can answer,
 * so that nothing that is pressed or typed is lost.
 */
export function Shell({ frame, session, children }: ShellProps) {
  const alive = useAlive()
  return (
    <FrameProvider frame={frame}>
      <QueryProvider>
        <DisplayProvider initial={frame.display}>
          <ToastProvider>
            <RegainProvider actions={session}>
              <PaletteProvider>
                <fieldset disabled={!alive} className="contents">
                  <div className="grid min-h-screen grid-cols-[224px_minmax(0,1fr)] grid-rows-[56px_minmax(0,1fr)] max-sm:block max-sm:pt-[52px] max-sm:pb-[calc(60px+var(--dock))]">
                    <Sidebar />
                    <TruthBar session={session} />
                    <PhoneTop session={session} />
                    <main className="gutter min-w-0 pt-6 pb-[calc(24px+var(--dock-room))] max-sm:pt-4">{children}</main>
                    <PhoneTabs />
                  </div>
                  <Live />
                  <SandboxWatch />
                  <Shortcuts />
                </fieldset>
              </PaletteProvider>
            </RegainProvider>
          </ToastProvider>
        </DisplayProvider>
      </QueryProvider>
    </FrameProvider>
  )
}
