'use client'

import { useSyncExternalStore } from 'react'
import { keepCookie } from './keep-cookie.ts'

export type Theme = 'system' | 'light' | 'dark'

/** The theme that was chosen; it stands on the root element, where the server puts it too. */
export function useTheme(): Theme {
  return useSyncExternalStore(subscribe, current, () => 'system' as const)
}

export function chooseTheme(theme: Theme): void {
  const root = document.documentElement
  if (theme === 'system') delete root.dataset.theme
  else root.dataset.theme = theme
  keepCookie('theme', theme === 'system' ? undefined : theme)
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
