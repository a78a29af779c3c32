import { MANY, ONE, type Token } from './glob.ts'
import type { ConditionContext } from './request.ts'

/** `${aws:username}` or `${aws:username, 'nobody'}`: a value of the request. `key` is in lower case. */
export interface Variable {
  readonly key: string
  readonly fallback?: string
}

/** A pattern that may hold variables (IAM user guide, "IAM policy elements: Variables and tags"). */
export type Template = readonly (Token | Variable)[]

/** `${*}`, `${?}` and `${$}` stand for the bare characters. */
const ESCAPES: ReadonlySet<string> = new Set(['*', '?', '$'])

/** Wildcards and variables; what lies between them is literal text. */
const WILDCARD = /[*?]/g
const SPECIAL = /[*?]|\$\{[^{}]*\}/g

/** Without `variables` (version 2008-10-17, actions) `${…}` is literal text. */
export function parseTemplate(source: string, variables: boolean): Template {
  const parts: (Token | Variable)[] = []
  let text = ''
  let from = 0
  for (const { 0: special, index } of source.matchAll(variables ? SPECIAL : WILDCARD)) {
    const name = special.slice(2, -1)
    text += source.slice(from, index)
    from = index + special.length
    if (ESCAPES.has(name)) text += name
    else {
      parts.push(text, special === '*' ? MANY : special === '?' ? ONE : variable(name))
      text = ''
    }
  }
  parts.push(text + source.slice(from))
  return parts.filter((part) => part !== '')
}

function variable(source: string): Variable {
  const comma = source.indexOf(',')
  if (comma < 0) return { key: source.trim().toLowerCase() }
  const quoted = source.slice(comma + 1).trim()
  const fallback = quoted.length >= 2 && quoted.startsWith("'") && quoted.endsWith("'") ? quoted.slice(1, -1) : quoted
  return { key: source.slice(0, comma).trim().toLowerCase(), fallback }
}

/** Whether no request can change it. */
export function isConstant(template: Template): template is readonly Token[] {
  return template.every((part) => typeof part !== 'object')
}

/**
 * Puts the request's values in, as literal text. Undefined when one is absent and has no default, or has several
 * values: such a pattern matches nothing.
 */
export function resolve(template: Template, context: ConditionContext): readonly Token[] | undefined {
  const tokens: Token[] = []
  for (const part of template) {
    if (typeof part !== 'object') tokens.push(part)
    else {
      const value = context.get(part.key) ?? part.fallback
      if (typeof value !== 'string') return undefined
      tokens.push(value)
    }
  }
  return tokens
}
