/** JSON as policies need it: objects as maps, so that no member name is special. */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | ReadonlyMap<string, JsonValue>

export interface JsonFault {
  /** UTF-16 index in the text. */
  readonly offset: number
  readonly message: string
}

export type JsonResult =
  | { readonly ok: true; readonly value: JsonValue }
  | { readonly ok: false; readonly fault: JsonFault }

/** Deeper than any policy; keeps hostile text from exhausting the stack. */
const MAX_DEPTH = 32
const SPACE = /[ \t\n\r]*/y
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y
const LITERALS: readonly (readonly [string, boolean | null])[] = [
  ['true', true],
  ['false', false],
  ['null', null],
]

class Malformed extends Error {
  readonly offset: number

  constructor(offset: number, message: string) {
    super(message)
    this.offset = offset
  }
}

/** Strict RFC 8259; a member name that appears twice in one object is a fault, where `JSON.parse` keeps the last. */
export function parseJson(text: string): JsonResult {
  const cursor: Cursor = { text, at: 0 }
  try {
    const value = readValue(cursor, 0)
    skipSpace(cursor)
    if (cursor.at < text.length) throw new Malformed(cursor.at, 'Unexpected text after the document')
    return { ok: true, value }
  } catch (error) {
    if (!(error instanceof Malformed)) throw error
    return { ok: false, fault: { offset: error.offset, message: error.message } }
  }
}

interface Cursor {
  readonly text: string
  at: number
}

function readValue(cursor: Cursor, depth: number): JsonValue {
  skipSpace(cursor)
  if (depth > MAX_DEPTH) throw new Malformed(cursor.at, 'Nested too deeply')
  switch (cursor.text[cursor.at]) {
    case '{':
      return readObject(cursor, depth)
    case '[':
      return readList(cursor, depth)
    case '"':
      return readString(cursor)
    default:
      return readScalar(cursor)
  }
}

function readObject(cursor: Cursor, depth: number): ReadonlyMap<string, JsonValue> {
  const members = new Map<string, JsonValue>()
  cursor.at += 1
  if (take(cursor, '}')) return members
  do {
    skipSpace(cursor)
    const start = cursor.at
    if (cursor.text[start] !== '"') throw new Malformed(start, 'Expected a member name')
    const name = readString(cursor)
    if (members.has(name)) throw new Malformed(start, `Duplicate member name "${name}"`)
    if (!take(cursor, ':')) throw new Malformed(cursor.at, 'Expected a colon')
    members.set(name, readValue(cursor, depth + 1))
  } while (take(cursor, ','))
  if (!take(cursor, '}')) throw new Malformed(cursor.at, 'Expected a comma or a closing brace')
  return members
}

function readList(cursor: Cursor, depth: number): readonly JsonValue[] {
  const items: JsonValue[] = []
  cursor.at += 1
  if (take(cursor, ']')) return items
  do items.push(readValue(cursor, depth + 1))
  while (take(cursor, ','))
  if (!take(cursor, ']')) throw new Malformed(cursor.at, 'Expected a comma or a closing bracket')
  return items
}

function readString(cursor: Cursor): string {
  const { text, at: start } = cursor
  let end = start + 1
  while (text[end] !== '"') {
    if (end >= text.length) throw new Malformed(start, 'The string does not end')
    end += text[end] === '\\' ? 2 : 1
  }
  cursor.at = end + 1
  try {
    return String(JSON.parse(text.slice(start, end + 1)))
  } catch {
    throw new Malformed(start, 'The string holds a bad escape or a control character')
  }
}

function readScalar(cursor: Cursor): JsonValue {
  for (const [word, value] of LITERALS) {
    if (cursor.text.startsWith(word, cursor.at)) {
      cursor.at += word.length
      return value
    }
  }
  NUMBER.lastIndex = cursor.at
  const number = NUMBER.exec(cursor.text)?.[0]
  if (number === undefined) throw new Malformed(cursor.at, 'Expected a value')
  cursor.at += number.length
  return Number(number)
}

function take(cursor: Cursor, mark: string): boolean {
  skipSpace(cursor)
  if (cursor.text[cursor.at] !== mark) return false
  cursor.at += 1
  return true
}

function skipSpace(cursor: Cursor): void {
  SPACE.lastIndex = cursor.at
  SPACE.test(cursor.text)
  cursor.at = SPACE.lastIndex
}
