'use client'

import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { afterPause } from '../../hooks/after-pause.ts'
import { useConsoleRead } from '../../hooks/queries.tsx'
import { useUrlState } from '../../hooks/use-url-state.ts'
import { Icon } from '../../ui/icon.tsx'
import { FROM_THE_START, isEventId, opening } from '../list-params.ts'

/** How long typing may pause before the list follows: each look at the log is recorded. */
const PAUSE = 350

/** Words that records hold; the id of an event or of a request opens it. */
export function TextBox() {
  const { params, set } = useUrlState()
  const asked = params.get('text') ?? ''
  const [text, setText] = useState(asked)
  /** An id that is known to be no event's. */
  const [word, setWord] = useState<string>()
  const written = useRef(asked)
  const read = useConsoleRead()

  // Follows the address only when something else changed it (Back, a link): typing goes on meanwhile.
  useEffect(() => {
    if (asked === written.current) return
    setText(asked)
    written.current = asked
  }, [asked])
  useEffect(() => {
    const words = text.trim()
    if (words === written.current) return
    return afterPause(() => look(words), PAUSE)
  })

  /** Answers whether nothing is left to be written. */
  function look(words: string): boolean {
    if (words === written.current) return true
    if (isEventId(words) && words !== word) {
      written.current = words
      jump(words)
      return true
    }
    const taken = set({ text: words, ...FROM_THE_START }, 'replace')
    if (taken) written.current = words
    return taken
  }
  /** Ids of keys look the same: what is no event's is a word like any other. */
  async function jump(id: string) {
    const isEvent = await read('event', { id }).then(
      () => true,
      () => false,
    )
    if (written.current !== id) return
    if (isEvent) {
      written.current = ''
      setText('')
      set({ ...opening(id), text: undefined })
    } else if (!set({ text: id, ...FROM_THE_START }, 'replace')) {
      written.current = asked
      setWord(id)
    }
  }
  function onKeyDown(event: KeyboardEvent) {
    if (event.key === 'Enter') look(text.trim())
    if (event.key === 'Escape' && text !== '') {
      event.preventDefault()
      setText('')
    }
  }

  return (
    <label className="flex h-7 w-[188px] items-center gap-2 rounded-m border border-line-strong bg-page px-2.5 text-ink-3 focus-within:outline-2 focus-within:outline-accent focus-within:outline-offset-[-1px] max-sm:h-[34px] max-sm:w-44">
      <Icon name="search" />
      <input
        type="search"
        aria-label="Search records"
        placeholder="Search records"
        title="Words that the record holds, or the id of an event or a request"
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={onKeyDown}
        className="min-w-0 flex-1 bg-transparent text-ink outline-none"
      />
      <span className="kbd" aria-hidden="true">
        /
      </span>
    </label>
  )
}
