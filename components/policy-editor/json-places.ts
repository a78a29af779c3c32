/** Where things stand in JSON that may be half-typed. Offsets are UTF-16 indexes. */
export interface Range {
  readonly from: number
  readonly to: number
}

/** A place in the text, by the names of the members that lead to it; positions in lists are left out. */
export interface Place extends Range {
  readonly path: readonly string[]
  /** Whether what stands there is, or would be, the name of a member. */
  readonly isName: boolean
  /** Whether it is inside the quotes of a text; `from` and `to` are then what is between them. */
  readonly isQuoted: boolean
}

interface Frame {
  readonly opens: '{' | '['
  /** Of the member that was last named, and where its value began. */
  name: string
  expectsName: boolean
  index: number
}

const TOKEN = /"(?:[^"\\\n]|\\.)*("?)|[{}[\],:]|[^\s{}[\],:"]+/g

/** What stands at an offset. */
export function placeAt(text: string, offset: number): Place {
  const frames: Frame[] = []
  for (const match of text.matchAll(TOKEN)) {
    const from = match.index
    const to = from + match[0].length
    if (from >= offset) break
    const isText = match[0].startsWith('"')
    const inside = isText && (offset < to || match[1] === '')
    if (inside) return placeIn(frames, { from: from + 1, to: match[1] === '' ? to : to - 1 }, true)
    step(frames, match[0])
  }
  return placeIn(frames, { from: offset, to: offset }, false)
}

function placeIn(frames: readonly Frame[], range: Range, isQuoted: boolean): Place {
  const top = frames.at(-1)
  const isName = top?.opens === '{' && top.expectsName
  const path = frames.flatMap((frame, index) => {
    const isLast = index === frames.length - 1
    return frame.opens === '{' && !(isLast && isName) ? [frame.name] : []
  })
  return { ...range, path, isName, isQuoted }
}

function step(frames: Frame[], token: string): void {
  const top = frames.at(-1)
  switch (token) {
    case '{':
    case '[':
      frames.push({ opens: token, name: '', expectsName: token === '{', index: 0 })
      return
    case '}':
    case ']':
      frames.pop()
      return
    case ',':
      if (top?.opens === '{') top.expectsName = true
      if (top) top.index += 1
      return
    case ':':
      if (top) top.expectsName = false
      return
    default:
      if (top?.opens === '{' && top.expectsName) top.name = unquoted(token)
  }
}

/** Every value by its path, as in `Statement[0].Principal`; a single statement counts as the first of a list. */
export function placesOf(text: string): ReadonlyMap<string, Range> {
  const found = new Map<string, Range>()
  const frames: Frame[] = []
  const open: { readonly path: string; readonly from: number }[] = []
  for (const match of text.matchAll(TOKEN)) {
    const [token] = match
    const top = frames.at(-1)
    const isValue = !'}],:'.includes(token) && !(top?.opens === '{' && top.expectsName)
    const path = isValue ? pathOf(frames) : ''
    if (token === '{' || token === '[') open.push({ path: singled(path, token), from: match.index })
    else if (isValue) found.set(path, { from: match.index, to: match.index + token.length })
    if (token === '}' || token === ']') {
      const opened = open.pop()
      if (opened) found.set(opened.path, { from: opened.from, to: match.index + 1 })
    }
    step(frames, token)
    if ((token === '{' || token === '[') && singled(path, token) !== path) {
      const frame = frames.at(-1)
      if (frame) single.add(frame)
    }
  }
  return found
}

/** Frames of a statement that stands alone. */
const single = new WeakSet<Frame>()

const singled = (path: string, token: string) => (path === 'Statement' && token === '{' ? 'Statement[0]' : path)

function pathOf(frames: readonly Frame[]): string {
  return frames.reduce((path, frame) => {
    const base = single.has(frame) ? `${path}[0]` : path
    if (frame.opens === '[') return `${base}[${frame.index}]`
    return base === '' ? frame.name : `${base}.${frame.name}`
  }, '')
}

/** The value that a path leads to, or as far on the way to it as there is something. */
export function placeOfPath(places: ReadonlyMap<string, Range>, path: string): Range | undefined {
  for (let rest = path; rest !== ''; rest = rest.slice(0, Math.max(rest.lastIndexOf('.'), rest.lastIndexOf('[')))) {
    const found = places.get(rest)
    if (found) return found
    if (!rest.includes('.') && !rest.includes('[')) return undefined
  }
  return undefined
}

function unquoted(token: string): string {
  return token.replace(/^"|"$/g, '')
}
