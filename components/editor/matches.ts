import type { SearchQuery } from '@codemirror/search'
import type { EditorState } from '@codemirror/state'

/** Further ones are not counted: nobody goes through them one by one. */
const MOST = 1000

/** How often a text holds what is looked for, and which of these is selected, from 1; 0 for none. */
export interface Matches {
  readonly count: number
  readonly at: number
}

export function matchesOf(query: SearchQuery, state: EditorState): Matches {
  if (!query.valid) return { count: 0, at: 0 }
  const { from, to } = state.selection.main
  let [count, at] = [0, 0]
  const cursor = query.getCursor(state)
  for (let next = cursor.next(); !next.done && count < MOST; next = cursor.next()) {
    count += 1
    if (next.value.from === from && next.value.to === to) at = count
  }
  return { count, at }
}

/** `3 of 12`; `12` while none of them is selected. */
export function matchesText({ count, at }: Matches): string {
  if (count === 0) return 'none'
  const all = count === MOST ? `${MOST}+` : String(count)
  return at === 0 ? all : `${at} of ${all}`
}
