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
  /** Inside the frame of a scope, in place of a page; a page of its own otherwise. */
  readonly framed?: boolean
  readonly children: ReactNode
}

/** A page that says one thing, in place of the one that was asked for. */
export function Message({ framed = false, ...said }: MessageProps) {
  if (framed) return <Said {...said} className="pt-[14vh]" />
  return (
    <main className="grid min-h-screen grid-rows-[56px_1fr]">
      <p className="flex items-center gap-2.5 px-6 font-title text-[15px] tracking-[-0.015em]">
        <Brand />
        Keystead
      </p>
      <Said {...said} className="content-center pb-28" />
    </main>
  )
}

function Said({ icon, title, action, className, children }: MessageProps & { readonly className: string }) {
  return (
    <div className={`grid justify-items-center gap-2 px-6 text-center ${className}`}>
      <span className="mb-2 grid size-12 place-items-center rounded-l border border-line bg-sunken">
        <Icon name={icon} className="size-5 text-ink-2" />
      </span>
      <h1 className="font-title text-title tracking-[-0.018em]">{title}</h1>
      <div className="grid max-w-[460px] justify-items-center gap-1.5 text-balance text-ink-2">{children}</div>
      <Where />
      <div className="mt-3 flex flex-wrap justify-center gap-2">
        {action}
        {/* Leaves by a whole load, so that nothing of the failed page stays. */}
        <a href="/" className={buttonClass('primary')}>
          Go to the overview
        </a>
      </div>
    </div>
  )
}

/** Account and Region of the address, when it has them. */
function Where() {
  const [, sandbox, account, region, ...rest] = usePathname().split('/')
  if (!sandbox || !account || !region) return null
  const place = [sandbox, account, region, ...rest].map((part) => decoded(part)).join(' / ')
  return (
    <p className="mono max-w-[520px] text-ink-3 wrap-anywhere">
      <bdi>{place.slice(0, 200)}</bdi>
    </p>
  )
}

/** An address may hold anything, also what cannot be decoded. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}
