const ANY = Symbol('any text')
const ONE = Symbol('any character')

/** A pattern, character by character. */
export type Pattern = readonly (string | typeof ANY | typeof ONE)[]

/** What variables stand for, by their names in lower case. A list stands for nothing. */
export type Values = ReadonlyMap<string, string | readonly string[]>

/** Puts the values of variables in. Undefined when one has no value: such a pattern matches nothing. */
export function readPattern(source: string, variables: Values | undefined): Pattern | undefined {
  const pattern: (string | typeof ANY | typeof ONE)[] = []
  for (let at = 0; at < source.length; at += 1) {
    const character = source.charAt(at)
    const end = variables && character === '$' ? variableEnd(source, at) : undefined
    if (variables && end !== undefined) {
      const value = resolve(source.slice(at + 2, end), variables)
      if (value === undefined) return undefined
      pattern.push(...value.split(''))
      at = end
    } else pattern.push(character === '*' ? ANY : character === '?' ? ONE : character)
  }
  return pattern
}

/** Where the `}` of the variable stands that begins at `at`; undefined when none begins there. */
function variableEnd(source: string, at: number): number | undefined {
  if (source[at + 1] !== '{') return undefined
  for (let end = at + 2; end < source.length; end += 1) {
    if (source[end] === '}') return end
    if (source[end] === '{') return undefined
  }
  return undefined
}

function resolve(inner: string, variables: Values): string | undefined {
  if (inner === '*' || inner === '?' || inner === '$') return inner
  const [name = '', ...rest] = inner.split(',')
  const value = variables.get(name.trim().toLowerCase())
  if (typeof value === 'string') return value
  if (value !== undefined || rest.length === 0) return undefined
  const fallback = rest.join(',').trim()
  return fallback.length > 1 && fallback.startsWith("'") && fallback.endsWith("'") ? fallback.slice(1, -1) : fallback
}

/** The pattern as text, its wildcards written as such. */
export function patternText(pattern: Pattern): string {
  return pattern.map((part) => (part === ANY ? '*' : part === ONE ? '?' : part)).join('')
}

/** Whether the whole text fits. After a failure only the last `*` takes one character more, never an earlier one. */
export function isLike(text: string, pattern: Pattern): boolean {
  let at = 0
  let part = 0
  let star = -1
  let starAt = 0
  while (at < text.length) {
    const wanted = pattern[part]
    if (wanted === ANY) {
      star = part
      starAt = at
      part += 1
    } else if (part < pattern.length && (wanted === ONE || wanted === text[at])) {
      at += 1
      part += 1
    } else if (star >= 0) {
      starAt += 1
      at = starAt
      part = star + 1
    } else return false
  }
  return pattern.slice(part).every((rest) => rest === ANY)
}

const PARTS = 6

/** Whether an ARN fits, part by part; parts that the pattern lacks are free. */
export function isArnLike(arn: string, pattern: Pattern): boolean {
  const parts = arn.split(':')
  if (parts.length < PARTS || parts[0] !== 'arn') return false
  const wanted = patternParts(pattern)
  return wanted.every((part, index) => {
    const text = index === PARTS - 1 ? parts.slice(PARTS - 1).join(':') : parts[index]
    return isLike(text ?? '', part)
  })
}

function patternParts(pattern: Pattern): readonly Pattern[] {
  const parts: (string | typeof ANY | typeof ONE)[][] = [[]]
  for (const part of pattern) {
    if (part === ':' && parts.length < PARTS) parts.push([])
    else parts.at(-1)?.push(part)
  }
  return parts
}
