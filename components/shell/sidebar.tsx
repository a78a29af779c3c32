'use client'

import { usePaths } from '../hooks/frame.tsx'
import { Brand } from '../ui/icon.tsx'
import { Link } from '../ui/link.tsx'
import { AuditFooter } from './audit-footer.tsx'
import { settingsItem } from './nav.ts'
import { NavGroups, NavLink } from './nav-list.tsx'

export function Sidebar() {
  const paths = usePaths()
  return (
    <aside className="sticky top-0 row-span-2 flex h-screen flex-col border-line border-r bg-sunken max-sm:hidden">
      <Link
        href={paths.overview}
        className="flex h-14 items-center gap-2.5 px-5 font-title text-[15px] tracking-[-0.015em]"
      >
        <Brand />
        Keystead
      </Link>
      <nav aria-label="Main" className="flex min-h-0 flex-1 flex-col overflow-y-auto px-3 pb-2">
        <NavGroups />
        <div className="mt-auto pt-4">
          <NavLink item={settingsItem(paths)} />
        </div>
      </nav>
      <AuditFooter />
    </aside>
  )
}
