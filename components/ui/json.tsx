import type { ReactNode } from 'react'

const TOKEN = /("(?:[^"\\]|\\.)*"?)(\s*:)?|(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)|(true|false|null)|([{}[\],:])/g

/** JSON in colour. Half-typed text is coloured as far as it goes, and every character is kept. */
export function Json({ text }: { readonly text: string }) {
  const parts: ReactNode[] = []
  let end = 0
  for (const match of text.matchAll(TOKEN)) {
    const [all, string, colon, number, literal] = match
    if (match.index > end) parts.push(text.slice(end, match.index))
    end = match.index + all.length
    if (string !== undefined) {
      parts.push(
        <span key={match.index} className={colon ? 'syn-key' : 'syn-str'}>
          {string}
        </span>,
      )
      if (colon) parts.push(colon)
    } else {
      const name = number !== undefined ? 'syn-num' : literal !== undefined ? 'syn-lit' : 'syn-punct'
      parts.push(
        <span key={match.index} className={name}>
          {all}
        </span>,
      )
    }
  }
  parts.push(text.slice(end))
  return <>{parts}</>
}
