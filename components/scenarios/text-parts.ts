/** A piece of a step's text. */
export interface TextPart {
  readonly kind: 'words' | 'code' | 'term'
  readonly text: string
  /** Where it begins. */
  readonly at: number
  /** Of a term, its name in the glossary. */
  readonly term?: string
}

/** A name that machines read in `backticks`, or a word of the glossary as `[data key](data-key)`. */
const PART = /`([^`]+)`|\[([^\]]+)\]\(([a-z0-9-]+)\)/g

export function partsOf(paragraph: string): readonly TextPart[] {
  const parts: TextPart[] = []
  let end = 0
  const words = (until: number) => {
    if (until > end) parts.push({ kind: 'words', text: paragraph.slice(end, until), at: end })
  }
  for (const match of paragraph.matchAll(PART)) {
    const [whole, code, text = '', term = ''] = match
    words(match.index)
    if (code === undefined) parts.push({ kind: 'term', text, term, at: match.index })
    else parts.push({ kind: 'code', text: code, at: match.index })
    end = match.index + whole.length
  }
  words(paragraph.length)
  return parts
}
