'use client'

import { usePathname } from 'next/navigation'
import { lazy, Suspense } from 'react'
import { IconButton } from '../ui/button.tsx'
import { Popover } from '../ui/popover.tsx'
import { pageOf } from './page-of.ts'

const HelpText = lazy(async () => ({ default: (await import('./help-text.tsx')).HelpText }))

/** What the present page is about, behind a question mark; found by the address. */
export function PageHelp({ className }: { readonly className: string }) {
  const page = pageOf(usePathname())
  if (!page) return null
  return (
    <Popover
      label="About this page"
      className="w-[360px] max-w-[calc(100vw-16px)] p-4"
      trigger={<IconButton icon="help" label="About this page" className={className} />}
    >
      <Suspense fallback={<div className="h-32" />}>
        <HelpText page={page} />
      </Suspense>
    </Popover>
  )
}
