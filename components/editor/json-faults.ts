import { parseJson } from '#policy/json.ts'

/** Where a text stops being JSON. */
export interface JsonFaultPlace {
  readonly offset: number
  /** Both from 1. */
  readonly line: number
  readonly column: number
  readonly message: string
}

/** The first fault of a text, undefined for JSON. A text without anything in it has none yet. */
export function jsonFault(text: string): JsonFaultPlace | undefined {
  if (text.trim() === '') return undefined
  const parsed = parseJson(text)
  if (parsed.ok) return undefined
  const { offset, message } = parsed.fault
  return { offset, message, ...placeOf(text, offset) }
}

/** Line and column of a UTF-16 index, from 1. */
export function placeOf(text: string, offset: number): { readonly line: number; readonly column: number } {
  const start = text.lastIndexOf('\n', offset - 1) + 1
  let line = 1
  for (let index = text.indexOf('\n'); index >= 0 && index < offset; index = text.indexOf('\n', index + 1)) line += 1
  return { line, column: offset - start + 1 }
}
