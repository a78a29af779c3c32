'use client'

import { usePathname } from 'next/navigation'
import { type RefObject, useEffect, useRef, useState } from 'react'

interface Sheet<T> {
  readonly ref: RefObject<T | null>
  readonly isUp: boolean
  readonly toggle: () => void
}

/**
 * Something over the page that is opened by hand, and goes down once the reader turns to the page: scrolls it, presses
 * or enters what is on it, or follows a link.
 */
export function useSheet<T extends HTMLElement>(): Sheet<T> {
  const path = usePathname()
  const ref = useRef<T>(null)
  /** The page over which it is up. */
  const [over, setOver] = useState<string>()
  const isUp = over === path
  useEffect(() => {
    if (!isUp) return
    const end = new AbortController()
    const { signal } = end
    const down = () => setOver(undefined)
    const outside = ({ target }: Event) => {
      if (target instanceof Node && !ref.current?.contains(target)) down()
    }
    // Its own content scrolls too, but that event does not reach the window.
    window.addEventListener('scroll', down, { signal, passive: true })
    document.addEventListener('pointerdown', outside, { signal })
    document.addEventListener('focusin', outside, { signal })
    return () => end.abort()
  }, [isUp])
  return { ref, isUp, toggle: () => setOver(isUp ? undefined : path) }
}
