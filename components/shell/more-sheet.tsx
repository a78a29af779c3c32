'use client'

import { usePaths } from '../hooks/frame.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { AuditFooter } from './audit-footer.tsx'
import { settingsItem } from './nav.ts'
import { NavGroups, NavLink } from './nav-list.tsx'

/** Every page, on small screens. */
export function MoreSheet({ close }: { readonly close: () => void }) {
  return (
    <Dialog title="All pages" open onOpenChange={(open) => !open && close()}>
      <nav aria-label="All pages" className="px-3 pb-2">
        <NavGroups onGo={close} />
        <div className="mt-4 border-line border-t pt-2">
          <NavLink item={settingsItem(usePaths())} onGo={close} />
        </div>
      </nav>
      <AuditFooter />
    </Dialog>
  )
}
