'use client'

import { useSyncExternalStore } from 'react'
import { IconButton } from '../ui/button.tsx'
import { Popover } from '../ui/popover.tsx'
import { Segments } from '../ui/segments.tsx'

const THEMES = [
  { value: 'system', label: 'System' },
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
] as const

type Theme = (typeof THEMES)[number]['value']

const COOKIE = 'keystead.theme'
const A_YEAR = 31_536_000_000

export function ThemeMenu() {
  return (
    <Popover trigger={<IconButton icon="sliders" label="Display settings" />} label="Display settings" align="end">
      <div className="flex items-center gap-4 px-2 py-1">
        <span>Theme</span>
        <ThemeChoice />
      </div>
    </Popover>
  )
}

export function ThemeChoice() {
  const theme = useSyncExternalStore(subscribe, current, () => 'system' as const)
  return <Segments label="Theme" value={theme} options={THEMES} onChange={choose} />
}

/** The choice stands on the root element, where the server puts it too, so that no page flashes in the other theme. */
function choose(theme: Theme): void {
  const root = document.documentElement
  if (theme === 'system') delete root.dataset.theme
  else root.dataset.theme = theme
  // An old browser without the Cookie Store keeps the choice until the page is left.
  const cookies = globalThis.cookieStore
  const expires = performance.timeOrigin + performance.now() + A_YEAR
  if (theme === 'system') void cookies?.delete(COOKIE)
  else void cookies?.set({ name: COOKIE, value: theme, path: '/', expires, sameSite: 'strict' })
}

function current(): Theme {
  const theme = document.documentElement.dataset.theme
  return theme === 'light' || theme === 'dark' ? theme : 'system'
}

function subscribe(changed: () => void): () => void {
  const observer = new MutationObserver(changed)
  observer.observe(document.documentElement, { attributeFilter: ['data-theme'] })
  return () => observer.disconnect()
}
