/** Something to be found by words. */
export interface Findable {
  readonly label: string
  /** More words that find it. */
  readonly words?: string
}

/** Those that hold every word, the ones whose name begins with the text first; in their given order otherwise. */
export function matching<T extends Findable>(items: readonly T[], text: string): readonly T[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean)
  const found = items.filter(({ label, words: more = '' }) => {
    const about = `${label} ${more}`.toLowerCase()
    return words.every((word) => about.includes(word))
  })
  const [first] = words
  if (first === undefined) return found
  const begins = ({ label }: T) => (label.toLowerCase().startsWith(first) ? 0 : 1)
  return found.toSorted((a, b) => begins(a) - begins(b))
}

/** A label cut where the first word of the text stands in it: before, the word, behind. */
export function parted(label: string, text: string): readonly [string, string, string] {
  const [word = ''] = text.trim().toLowerCase().split(/\s+/)
  const at = word === '' ? -1 : label.toLowerCase().indexOf(word)
  if (at === -1) return [label, '', '']
  return [label.slice(0, at), label.slice(at, at + word.length), label.slice(at + word.length)]
}
