'use client'

import { useRouter } from 'next/navigation'
import { useEffect, useState } from 'react'
import { Button } from '../ui/button.tsx'
import { Dialog, DialogBody, DialogFooter } from '../ui/dialog.tsx'

/** Asks before a link leads away from what is not saved; of several on a page, one asks. */
export function LeaveGuard({ active }: { readonly active: boolean }) {
  const router = useRouter()
  const [wanted, setWanted] = useState<string>()
  useEffect(() => {
    if (!active) return
    function onClick(event: MouseEvent) {
      const href = leadsAway(event)
      if (href === undefined) return
      event.preventDefault()
      event.stopImmediatePropagation()
      setWanted(href)
    }
    document.addEventListener('click', onClick, true)
    return () => document.removeEventListener('click', onClick, true)
  }, [active])
  return (
    <Dialog
      title="Leave without saving?"
      open={wanted !== undefined}
      onOpenChange={(open) => !open && setWanted(undefined)}
    >
      <DialogBody>
        <p>The policy has changes that are not saved. The draft stays in this tab until the tab is closed.</p>
      </DialogBody>
      <DialogFooter>
        <Button onClick={() => setWanted(undefined)}>Keep editing</Button>
        <Button variant="primary" onClick={() => wanted !== undefined && router.push(wanted)}>
          Leave
        </Button>
      </DialogFooter>
    </Dialog>
  )
}

/** The address of a link to another page that was pressed to be opened in this tab. */
function leadsAway(event: MouseEvent): string | undefined {
  if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return undefined
  const link = event.target instanceof Element ? event.target.closest('a') : null
  if (!link || link.target === '_blank' || link.hasAttribute('download')) return undefined
  const { origin, pathname, search } = new URL(link.href)
  return origin === location.origin && pathname !== location.pathname ? pathname + search : undefined
}
