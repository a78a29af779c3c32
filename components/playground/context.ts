import type { Pair } from '../ui/pair-rows.tsx'

export type Context = Readonly<Record<string, string>>

/** What is wrong with a pair among the others. */
export function pairProblem(pair: Pair, others: readonly Pair[]): string | undefined {
  if (!pair.key.isWellFormed() || !pair.value.isWellFormed()) return 'It holds half of a character'
  if (pair.key === '') return pair.value === '' ? undefined : 'Give the value a key'
  return others.some((other) => other.key === pair.key) ? `The key ${pair.key} is there twice` : undefined
}

export function contextProblem(pairs: readonly Pair[]): string | undefined {
  for (const [index, pair] of pairs.entries()) {
    const problem = pairProblem(pair, pairs.toSpliced(index, 1))
    if (problem) return problem
  }
  return undefined
}

/** The pairs as a context; rows that are empty are none. Undefined where there is none left: then none is sent. */
export function contextOf(pairs: readonly Pair[]): Context | undefined {
  const filled = pairs.filter((pair) => pair.key !== '')
  if (filled.length === 0) return undefined
  // A plain object would lose a key named __proto__.
  return Object.assign(Object.create(null), Object.fromEntries(filled.map(({ key, value }) => [key, value])))
}

export function pairsOf(context: Context | undefined): readonly Pair[] {
  return Object.entries(context ?? {}).map(([key, value]) => ({ key, value }))
}

/** Reads `{"purpose":"settlement"}`, or what the AWS CLI takes too: `purpose=settlement,tenant=acme`. */
export function parseContext(text: string): { readonly pairs: readonly Pair[] } | { readonly problem: string } {
  const pairs = text.trim().startsWith('{') ? jsonPairs(text) : shorthandPairs(text)
  if (!pairs) return { problem: 'This is neither a JSON object of strings nor key=value,key=value' }
  const problem = contextProblem(pairs)
  return problem ? { problem } : { pairs }
}

const STRING = /"(?:[^"\\]|\\.)*"/y

/** Member by member, for JSON.parse would let the last of two of one key win unseen. */
function jsonPairs(text: string): readonly Pair[] | undefined {
  let at = 0
  const skip = (expected: string) => {
    while (/\s/.test(text[at] ?? '')) at += 1
    if (text[at] !== expected) return false
    at += 1
    return true
  }
  const string = () => {
    while (/\s/.test(text[at] ?? '')) at += 1
    STRING.lastIndex = at
    const [found] = STRING.exec(text) ?? []
    at += found?.length ?? 0
    return found === undefined ? undefined : parseString(found)
  }
  const pairs: Pair[] = []
  if (!skip('{')) return undefined
  if (!skip('}')) {
    do {
      const key = string()
      const value = key !== undefined && skip(':') ? string() : undefined
      if (key === undefined || value === undefined) return undefined
      pairs.push({ key, value })
    } while (skip(','))
    if (!skip('}')) return undefined
  }
  return text.slice(at).trim() === '' ? pairs : undefined
}

function parseString(json: string): string | undefined {
  try {
    return JSON.parse(json)
  } catch {
    return undefined
  }
}

function shorthandPairs(text: string): readonly Pair[] | undefined {
  const pairs = text.split(',').map((part) => {
    const at = part.indexOf('=')
    return at < 1 ? undefined : { key: part.slice(0, at).trim(), value: part.slice(at + 1).trim() }
  })
  return pairs.every((pair) => pair !== undefined) ? pairs : undefined
}

/** How one context differs from another, key by key. */
export type Difference =
  | { readonly kind: 'same'; readonly key: string; readonly value: string }
  | { readonly kind: 'missing'; readonly key: string; readonly wants: string }
  | { readonly kind: 'extra'; readonly key: string; readonly got: string }
  | {
      readonly kind: 'other'
      readonly key: string
      readonly wants: string
      readonly got: string
      readonly how?: string
    }

/** What `got` would have to become `wants`. */
export function compareContexts(wants: Context, got: Context): readonly Difference[] {
  const keys = [...new Set([...Object.keys(wants), ...Object.keys(got)])].toSorted()
  return keys.map((key): Difference => {
    const wanted = Object.hasOwn(wants, key) ? wants[key] : undefined
    const given = Object.hasOwn(got, key) ? got[key] : undefined
    if (given === undefined) return { kind: 'missing', key, wants: wanted ?? '' }
    if (wanted === undefined) return { kind: 'extra', key, got: given }
    if (wanted === given) return { kind: 'same', key, value: given }
    const how = nearly(wanted, given)
    return { kind: 'other', key, wants: wanted, got: given, ...(how && { how }) }
  })
}

/** Differences that the eye passes over. */
function nearly(a: string, b: string): string | undefined {
  if (a.normalize('NFC') === b.normalize('NFC')) return 'the same letters, composed otherwise in Unicode'
  if (a.trim() === b.trim()) return 'differs only in white space at an end'
  return a.toLowerCase() === b.toLowerCase() ? 'differs only in capital letters' : undefined
}

/** How many pairs are not the same. */
export function distance(wants: Context, got: Context): number {
  return compareContexts(wants, got).filter(({ kind }) => kind !== 'same').length
}

/**
 * The encryption context as the bytes that are authenticated (docs/blob-format.md): nothing for an empty one, else a u16
 * count and the entries in the order of the UTF-8 bytes of their keys, each with u16 lengths.
 */
export function contextBytes(context: Context | undefined): Uint8Array {
  const encoder = new TextEncoder()
  const entries = Object.entries(context ?? {}).map(
    ([key, value]) => [encoder.encode(key), encoder.encode(value)] as const,
  )
  if (entries.length === 0) return new Uint8Array()
  entries.sort(([a], [b]) => compareBytes(a, b))
  const u16 = (value: number) => [value >> 8, value & 0xff]
  return Uint8Array.from([
    ...u16(entries.length),
    ...entries.flatMap(([key, value]) => [...u16(key.length), ...key, ...u16(value.length), ...value]),
  ])
}

function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const at = a.findIndex((byte, index) => byte !== b[index])
  return at < 0 ? a.length - b.length : (a[at] ?? 0) - (b[at] ?? -1)
}
