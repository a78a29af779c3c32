'use client'

import { createContext, lazy, type ReactNode, useContext, useEffect, useMemo, useState } from 'react'
import { WhenOpen } from '../ui/when-open.tsx'

const PaletteDialog = lazy(async () => ({ default: (await import('./palette-dialog.tsx')).PaletteDialog }))
const ShortcutsDialog = lazy(async () => ({ default: (await import('./shortcuts-dialog.tsx')).ShortcutsDialog }))

type Open = 'palette' | 'shortcuts' | undefined

interface Palette {
  open(): void
  openShortcuts(): void
}

const Context = createContext<Palette>({ open: () => undefined, openShortcuts: () => undefined })

export function usePalette(): Palette {
  return useContext(Context)
}

/** Opens the palette on ⌘K and Ctrl+K, also while someone types; what is in it is loaded when it first opens. */
export function PaletteProvider({ children }: { readonly children: ReactNode }) {
  const [shown, setShown] = useState<Open>()
  const palette = useMemo<Palette>(
    () => ({ open: () => setShown('palette'), openShortcuts: () => setShown('shortcuts') }),
    [],
  )
  useEffect(() => {
    function onKeyDown(event: KeyboardEvent) {
      if (event.key.toLowerCase() !== 'k' || !(event.metaKey || event.ctrlKey) || event.shiftKey || event.altKey) return
      event.preventDefault()
      setShown((now) => (now === 'palette' ? undefined : 'palette'))
    }
    document.addEventListener('keydown', onKeyDown)
    return () => document.removeEventListener('keydown', onKeyDown)
  }, [])
  const close = () => setShown(undefined)
  return (
    <Context value={palette}>
      {children}
      <WhenOpen open={shown === 'palette'}>
        <PaletteDialog close={close} />
      </WhenOpen>
      <WhenOpen open={shown === 'shortcuts'}>
        <ShortcutsDialog close={close} />
      </WhenOpen>
    </Context>
  )
}
