'use client'

import { useRouter } from 'next/navigation'
import { Dialog } from 'radix-ui'
import { type KeyboardEvent, useId, useState } from 'react'
import { useModifier } from '../hooks/use-modifier.ts'
import { Icon } from '../ui/icon.tsx'
import type { Item } from './items.ts'
import { Keys } from './keys.tsx'
import { PaletteList } from './palette-list.tsx'
import { useItems } from './use-items.ts'

/** Finds keys, pages and actions by words, and what a pasted id, ARN or ciphertext leads to. */
export function PaletteDialog({ close }: { readonly close: () => void }) {
  const [text, setText] = useState('')
  const [chosen, setChosen] = useState<string>()
  const items = useItems(text)
  const active = items.find(({ id }) => id === chosen) ?? items[0]
  const run = useRun(close)
  const id = useId()

  function onKeyDown(event: KeyboardEvent) {
    if (event.key === 'Enter' && active && !event.nativeEvent.isComposing) {
      event.preventDefault()
      run(active, event.metaKey || event.ctrlKey)
    }
    const step = STEPS[event.key]
    if (step === undefined || !active) return
    event.preventDefault()
    const next = items.at((items.indexOf(active) + step) % items.length)
    if (!next) return
    setChosen(next.id)
    document.getElementById(`${id}-${next.id}`)?.scrollIntoView({ block: 'nearest' })
  }

  return (
    <Dialog.Root open onOpenChange={(open) => !open && close()}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 bg-scrim" />
        <Dialog.Content
          aria-describedby={undefined}
          className="fixed top-[10vh] left-1/2 z-50 grid max-h-[min(600px,80vh)] w-[640px] max-w-[calc(100vw-16px)] -translate-x-1/2 grid-rows-[auto_minmax(0,1fr)_auto] overflow-hidden rounded-l bg-raised shadow-float outline-none max-sm:top-2 max-sm:max-h-[calc(100dvh-16px)]"
        >
          <Dialog.Title className="sr-only">Search or run</Dialog.Title>
          <label className="flex h-13 items-center gap-3 border-line border-b px-4">
            <Icon name="search" className="size-4 text-ink-3" />
            <input
              role="combobox"
              aria-label="Search or run"
              aria-expanded="true"
              aria-controls={`${id}-list`}
              aria-activedescendant={active ? `${id}-${active.id}` : undefined}
              placeholder="Search, run, or paste an id or ciphertext"
              autoComplete="off"
              spellCheck={false}
              value={text}
              onChange={(event) => {
                setText(event.target.value)
                setChosen(undefined)
              }}
              onKeyDown={onKeyDown}
              className="min-w-0 flex-1 bg-transparent text-lg outline-none"
            />
            <Dialog.Close className="kbd text-ink-2">Esc</Dialog.Close>
          </label>
          <PaletteList id={id} text={text} items={items} active={active} run={run} />
          <footer className="flex h-10 items-center gap-4 border-line border-t px-4 text-ink-3 text-sm max-sm:hidden">
            <Help keys={['↑', '↓']} text="move" />
            <Help keys={['↵']} text="open" />
            <Help keys={[useModifier(), '↵']} text="in a new tab" />
            <span className="ml-auto">Paste an ARN, an id or a ciphertext</span>
          </footer>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

const STEPS: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1 }

function Help({ keys, text }: { readonly keys: readonly string[]; readonly text: string }) {
  return (
    <span className="inline-flex items-center gap-1.5">
      <Keys keys={keys} />
      {text}
    </span>
  )
}

/** Goes to an address, in a new tab if so asked, or does what the item stands for. */
function useRun(close: () => void): (item: Item, aside?: boolean) => void {
  const router = useRouter()
  return ({ target }, aside = false) => {
    if (typeof target === 'string' && aside) {
      window.open(target, '_blank', 'noopener')
      return
    }
    close()
    if (typeof target === 'string') router.push(target)
    else target()
  }
}
