/** `*` in a pattern: any text, also none. */
export const MANY = Symbol('*')
/** `?` in a pattern: one character. */
export const ONE = Symbol('?')

/** A part of a pattern: text that stands for itself, or a wildcard. */
export type Token = string | typeof MANY | typeof ONE

export type Test = (text: string) => boolean

/** A stretch between two `*`. `holes` are the places in `text` where any character fits. */
interface Segment {
  readonly text: string
  readonly holes: readonly number[]
}

/**
 * A matcher for whole texts. It never backs up over a `*`: the leftmost place for each stretch is as good as any
 * other, so the time is bounded by the product of both lengths, whatever the pattern.
 */
export function compileGlob(tokens: readonly Token[]): Test {
  const segments = split(tokens)
  const first = segments[0] ?? EMPTY
  const last = segments.at(-1) ?? EMPTY
  if (segments.length < 2) return (text) => text.length === first.text.length && fits(first, text, 0)
  const middle = segments.slice(1, -1).filter((segment) => segment.text !== '')
  const shortest = segments.reduce((sum, segment) => sum + segment.text.length, 0)
  return (text) => {
    const end = text.length - last.text.length
    if (text.length < shortest || !fits(first, text, 0) || !fits(last, text, end)) return false
    let at = first.text.length
    for (const segment of middle) {
      const found = find(segment, text, at, end)
      if (found < 0) return false
      at = found + segment.text.length
    }
    return true
  }
}

/** The pattern as it was written, wildcards as `*` and `?`. */
export function textOf(tokens: readonly Token[]): string {
  return tokens.map((token) => (typeof token === 'string' ? token : token === MANY ? '*' : '?')).join('')
}

const EMPTY: Segment = { text: '', holes: [] }

function split(tokens: readonly Token[]): readonly Segment[] {
  const segments: { text: string; holes: number[] }[] = []
  let current = { text: '', holes: [] as number[] }
  for (const token of tokens) {
    if (token === MANY) {
      segments.push(current)
      current = { text: '', holes: [] }
    } else if (token === ONE) {
      current.holes.push(current.text.length)
      current.text += '?'
    } else {
      current.text += token
    }
  }
  segments.push(current)
  return segments
}

function fits({ text, holes }: Segment, value: string, at: number): boolean {
  if (holes.length === 0) return value.startsWith(text, at)
  if (at + text.length > value.length) return false
  let from = 0
  for (const hole of holes) {
    if (!value.startsWith(text.slice(from, hole), at + from)) return false
    from = hole + 1
  }
  return value.startsWith(text.slice(from), at + from)
}

function find(segment: Segment, value: string, from: number, end: number): number {
  const last = end - segment.text.length
  if (segment.holes.length === 0) {
    const found = value.indexOf(segment.text, from)
    return found <= last ? found : -1
  }
  for (let at = from; at <= last; at += 1) if (fits(segment, value, at)) return at
  return -1
}
