'use client'

import { type RefObject, useEffect, useRef } from 'react'

/** Lets one key without modifiers act on an element, except while someone types or a dialog is open. */
export function useShortcut<E extends HTMLElement>(key: string, act: (element: E) => void): RefObject<E | null> {
  const ref = useRef<E>(null)
  useEffect(() => {
    function onKeyDown(event: KeyboardEvent) {
      if (event.key !== key || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return
      if (!ref.current || document.querySelector('[role="dialog"][data-state="open"]')) return
      event.preventDefault()
      act(ref.current)
    }
    document.addEventListener('keydown', onKeyDown)
    return () => document.removeEventListener('keydown', onKeyDown)
  })
  return ref
}

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

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
}
