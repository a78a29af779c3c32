'use client'

import { useRouter } from 'next/navigation'
import { useEffect, useEffectEvent, useRef } from 'react'
import { useFrame, usePaths } from '../hooks/frame.tsx'
import { isFree } from '../hooks/use-shortcut.ts'
import { usePalette } from '../palette/palette.tsx'
import { allPages } from './nav.ts'
import { moveToRow } from './rows.ts'

/** How long the letter after `g` may take, in milliseconds. */
const PATIENCE = 1500

/** The keys that work on every page; those of a page itself come first. */
export function Shortcuts() {
  const router = useRouter()
  const paths = usePaths()
  const { administers } = useFrame()
  const { open, openShortcuts } = usePalette()
  const goes = useRef(Number.NEGATIVE_INFINITY)

  /** `g` and a letter, before any page takes that letter for something else. */
  const first = useEffectEvent((event: KeyboardEvent) => {
    if (!isFree(event) || event.repeat) return
    const isSecond = performance.now() - goes.current < PATIENCE
    goes.current = Number.NEGATIVE_INFINITY
    const page = isSecond && allPages(paths, administers).find(({ letter }) => letter === event.key)
    if (page) {
      event.preventDefault()
      event.stopPropagation()
      router.push(page.href)
    } else if (event.key === 'g') goes.current = performance.now()
  })

  const last = useEffectEvent((event: KeyboardEvent) => {
    if (event.key === 'Escape') return leaveSearch(event)
    if (!isFree(event)) return
    const act = actOf(event.key)
    if (!act) return
    event.preventDefault()
    act()
  })

  /** The list's own search field, else the palette. */
  function search() {
    const field = document.querySelector<HTMLInputElement>('main input[type="search"]')
    if (field) field.focus()
    else open()
  }

  function actOf(key: string): (() => void) | undefined {
    switch (key) {
      case 'j':
        return () => moveToRow(1)
      case 'k':
        return () => moveToRow(-1)
      case 'c':
        return () => router.push(paths.createKey)
      case '/':
        return search
      case '?':
        return openShortcuts
      default:
        return undefined
    }
  }

  useEffect(() => {
    window.addEventListener('keydown', first, { capture: true })
    window.addEventListener('keydown', last)
    return () => {
      window.removeEventListener('keydown', first, { capture: true })
      window.removeEventListener('keydown', last)
    }
  }, [])
  return null
}

/** Escape in a search field goes back to the page, so that `j` and `k` work again. */
function leaveSearch({ target }: KeyboardEvent): void {
  if (target instanceof HTMLInputElement && target.type === 'search') target.blur()
}
