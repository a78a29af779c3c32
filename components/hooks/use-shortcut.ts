'use client'

import { useEffect } from 'react'

/** Saves on Ctrl+S and ⌘S, in place of the browser's own. */
export function useSaveShortcut(save: () => void): void {
  useEffect(() => {
    function onKeyDown(event: KeyboardEvent) {
      if (event.key !== 's' || !(event.metaKey || event.ctrlKey)) return
      event.preventDefault()
      save()
    }
    document.addEventListener('keydown', onKeyDown)
    return () => document.removeEventListener('keydown', onKeyDown)
  })
}

/** Whether a key may be taken as a shortcut: without modifiers, while nobody types and no dialog or menu is open. */
export function isFree(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return false
  return document.querySelector('[data-state="open"]:is([role="dialog"]:not([data-drawer]), [role="menu"])') === null
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
}
