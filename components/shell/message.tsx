'use client'

import { usePathname } from 'next/navigation'
import type { ReactNode } from 'react'
import { buttonClass } from '../ui/button-class.ts'
import { Brand, Icon } from '../ui/icon.tsx'
import type { IconName } from '../ui/icons.ts'

interface MessageProps {
  readonly icon: IconName
  readonly title: string
  readonly action?: ReactNode
  readonly children: ReactNode
}

/** A page that says one thing, in place of the one that was asked for. */
export function Message({ icon, title, action, children }: MessageProps) {
  return (
    <main className="grid min-h-screen grid-rows-[56px_1fr]">
      <p className="flex items-center gap-2.5 px-6 font-title text-[15px] tracking-[-0.015em]">
        <Brand />
        Keystead
      </p>
      <div className="grid content-center justify-items-center gap-2 px-6 pb-28 text-center">
        <Icon name={icon} className="mb-1 size-7 text-mark" />
        <h1 className="font-title text-title tracking-[-0.018em]">{title}</h1>
        <div className="grid max-w-[440px] gap-1 text-ink-2">{children}</div>
        <Where />
        <div className="mt-3 flex gap-2">
          {action}
          {/* Leaves by a whole load, so that nothing of the failed page stays. */}
          <a href="/" className={buttonClass('primary')}>
            Go to your keys
          </a>
        </div>
      </div>
    </main>
  )
}

/** Account and Region of the address, when it has them. */
function Where() {
  const [, sandbox, account, region] = usePathname().split('/')
  if (!sandbox || !account || !region) return null
  return (
    <p className="mono text-ink-3 wrap-anywhere">
      {sandbox} / {account} / {region}
    </p>
  )
}
