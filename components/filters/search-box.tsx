'use client'

import { useEffect, useRef, useState } from 'react'
import { afterPause } from '../hooks/after-pause.ts'
import { useUrlState } from '../hooks/use-url-state.ts'
import { Icon } from '../ui/icon.tsx'

/** How long typing may pause before the list follows. */
const PAUSE = 200

/** Free text over a list, kept in the address as `q`. */
export function SearchBox({ label }: { readonly label: string }) {
  const { params, set } = useUrlState()
  const asked = params.get('q') ?? ''
  const [text, setText] = useState(asked)

  const written = useRef(asked)

  // Follows the address only when something else changed it (Back, a link): typing goes on meanwhile.
  useEffect(() => {
    if (asked !== written.current) setText(asked)
    written.current = asked
  }, [asked])
  useEffect(() => {
    if (text === written.current) return
    return afterPause(() => {
      const taken = set({ q: text, page: undefined }, 'replace')
      if (taken) written.current = text
      return taken
    }, PAUSE)
  }, [text, set])

  return (
    <label className="flex h-7 w-[248px] items-center gap-2 rounded-m border border-line-strong bg-page px-2.5 text-ink-3 focus-within:outline-2 focus-within:outline-accent focus-within:outline-offset-[-1px] max-sm:h-[34px] max-sm:w-44">
      <Icon name="search" />
      <input
        type="search"
        aria-label={label}
        placeholder={label}
        value={text}
        onChange={(event) => setText(event.target.value)}
        className="min-w-0 flex-1 bg-transparent text-ink outline-none placeholder-shown:text-ellipsis"
      />
      <span className="kbd" aria-hidden="true">
        /
      </span>
    </label>
  )
}
