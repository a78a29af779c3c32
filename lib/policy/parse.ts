import { operatorNamed } from './conditions/table.ts'
import type { PolicyKind } from './decision.ts'
import {
  type ConditionClause,
  type Patterns,
  type PolicyDocument,
  type PolicyVersion,
  PRINCIPAL_TYPES,
  type Principals,
  type PrincipalType,
  type Statement,
} from './document.ts'
import { type JsonValue, parseJson } from './json.ts'

/** What is wrong with a policy text, for people. */
export interface Problem {
  /** Where: `Statement[0].Principal`; empty for the whole text. */
  readonly path: string
  readonly message: string
  /** UTF-16 index in the text, for faults of the text itself. */
  readonly offset?: number
}

export type ParseResult =
  | { readonly ok: true; readonly document: PolicyDocument }
  | { readonly ok: false; readonly problems: readonly [Problem, ...Problem[]] }

const FOREIGN_CHARACTER = /[^\t\n\r\u0020-\u00ff]/u
const VERSIONS: ReadonlySet<JsonValue> = new Set(['2008-10-17', '2012-10-17'])
const TOP_LEVEL: ReadonlySet<string> = new Set(['Version', 'Id', 'Statement'])
const ELEMENTS: ReadonlySet<string> = new Set(
  'Sid Effect Principal NotPrincipal Action NotAction Resource NotResource Condition'.split(' '),
)

/**
 * Reads a policy by AWS's grammar (IAM user guide, "Grammar of the IAM JSON policy language") and names every
 * problem it finds. Only a key policy carries principals, and only there may action or resource be missing.
 * The size is the caller's to check; whether principals exist too.
 */
export function parsePolicy(text: string, kind: PolicyKind = 'resource-based policy'): ParseResult {
  const reader = new Reader(kind)
  const document = reader.document(text)
  const [first, ...more] = reader.problems
  if (first) return { ok: false, problems: [first, ...more] }
  return { ok: true, document }
}

type Members = ReadonlyMap<string, JsonValue>

/** Notes problems as it goes; what it returns counts only when there are none. */
class Reader {
  readonly problems: Problem[] = []
  readonly #attached: boolean

  constructor(kind: PolicyKind) {
    this.#attached =
      kind !== 'resource-based policy' && kind !== 'resource control policy' && kind !== 'VPC endpoint policy'
  }

  document(text: string): PolicyDocument {
    const foreign = text.search(FOREIGN_CHARACTER)
    if (foreign >= 0) this.#note('', 'A policy may hold tabs, line breaks and U+0020 to U+00FF only', foreign)
    const parsed = parseJson(text)
    if (!parsed.ok) this.#note('', parsed.fault.message, parsed.fault.offset)
    const root = parsed.ok ? this.#object('', parsed.value) : new Map<string, JsonValue>()
    if (this.problems.length > 0) return { version: '2008-10-17', statements: [] }
    this.#refuseUnknown('', root, TOP_LEVEL)
    const id = this.#optionalText('Id', root.get('Id'))
    return {
      version: this.#version(root.get('Version')),
      ...(id !== undefined && { id }),
      statements: this.#statements(root),
    }
  }

  #version(value: JsonValue | undefined): PolicyVersion {
    if (value !== undefined && !VERSIONS.has(value)) this.#note('Version', 'The version is 2012-10-17 or 2008-10-17')
    return value === '2012-10-17' ? value : '2008-10-17'
  }

  #statements(root: Members): readonly Statement[] {
    const value = root.get('Statement')
    if (value === undefined) this.#note('Statement', 'A policy has at least one statement')
    if (value === undefined || !Array.isArray(value))
      return value === undefined ? [] : [this.#statement('Statement', value)]
    if (value.length === 0) this.#note('Statement', 'A policy has at least one statement')
    return value.map((item: JsonValue, index) => this.#statement(`Statement[${index}]`, item))
  }

  #statement(path: string, value: JsonValue): Statement {
    const members = this.#object(path, value)
    this.#refuseUnknown(path, members, ELEMENTS)
    const sid = this.#optionalText(`${path}.Sid`, members.get('Sid'))
    const principal = this.#principals(path, members)
    const action = this.#patterns(path, members, 'Action')
    const resource = this.#patterns(path, members, 'Resource')
    return {
      ...(sid !== undefined && { sid }),
      effect: this.#effect(`${path}.Effect`, members.get('Effect')),
      ...(principal && { principal }),
      ...(action && { action }),
      ...(resource && { resource }),
      conditions: this.#conditions(`${path}.Condition`, members.get('Condition')),
    }
  }

  #effect(path: string, value: JsonValue | undefined): Statement['effect'] {
    if (value !== 'Allow' && value !== 'Deny') this.#note(path, 'The effect is Allow or Deny')
    return value === 'Allow' ? 'Allow' : 'Deny'
  }

  #principals(path: string, members: Members): Principals | undefined {
    const found = this.#oneOf(path, members, 'Principal')
    if (this.#attached) {
      if (found) this.#note(path, 'A policy attached to a principal names none')
      return undefined
    }
    if (!found) this.#note(path, 'A statement of a resource-based policy names its principal')
    return found && { negated: found.negated, values: this.#principalValues(found.path, found.value) }
  }

  #principalValues(path: string, value: JsonValue): Principals['values'] {
    if (value === '*') return [{ type: 'AWS', value }]
    return [...this.#object(path, value)].flatMap(([type, values]) => {
      if (!isPrincipalType(type)) {
        this.#note(path, `There is no principal type "${type}"`)
        return []
      }
      return this.#texts(`${path}.${type}`, values).map((text) => ({ type, value: text }))
    })
  }

  #patterns(path: string, members: Members, name: 'Action' | 'Resource'): Patterns | undefined {
    const found = this.#oneOf(path, members, name)
    if (found) return { negated: found.negated, values: this.#texts(found.path, found.value) }
    if (this.#attached) this.#note(path, `${name} or Not${name} is missing`)
    return undefined
  }

  /** An element or its negation, of which only one may stand in a statement. */
  #oneOf(
    path: string,
    members: Members,
    name: string,
  ): { negated: boolean; path: string; value: JsonValue } | undefined {
    const plain = members.get(name)
    const negation = members.get(`Not${name}`)
    if (plain !== undefined && negation !== undefined) this.#note(path, `${name} and Not${name} exclude each other`)
    if (plain !== undefined) return { negated: false, path: `${path}.${name}`, value: plain }
    return negation === undefined ? undefined : { negated: true, path: `${path}.Not${name}`, value: negation }
  }

  #conditions(path: string, value: JsonValue | undefined): readonly ConditionClause[] {
    if (value === undefined) return []
    return [...this.#object(path, value)].flatMap(([operator, keys]) => {
      if (!operatorNamed(operator)) this.#note(path, `There is no condition operator "${operator}"`)
      const members = this.#object(`${path}.${operator}`, keys)
      return [...members].map(([key, values]) => ({
        operator,
        key,
        values: this.#scalars(`${path}.${operator}.${key}`, values),
      }))
    })
  }

  #object(path: string, value: JsonValue): Members {
    if (value instanceof Map) return value
    this.#note(path, 'Expected an object')
    return new Map()
  }

  #texts(path: string, value: JsonValue): readonly string[] {
    const list: readonly JsonValue[] = Array.isArray(value) ? value : [value]
    return list.flatMap((item) => {
      if (typeof item === 'string') return [item]
      this.#note(path, 'Expected text or a list of texts')
      return []
    })
  }

  #scalars(path: string, value: JsonValue): readonly string[] {
    const list: readonly JsonValue[] = Array.isArray(value) ? value : [value]
    return list.flatMap((item) => {
      if (typeof item === 'string' || typeof item === 'number' || typeof item === 'boolean') return [String(item)]
      this.#note(path, 'Expected text, a number or a boolean, or a list of them')
      return []
    })
  }

  #optionalText(path: string, value: JsonValue | undefined): string | undefined {
    if (value === undefined || typeof value === 'string') return value
    this.#note(path, 'Expected text')
    return undefined
  }

  #refuseUnknown(path: string, members: Members, known: ReadonlySet<string>): void {
    for (const name of members.keys()) if (!known.has(name)) this.#note(path, `There is no element "${name}"`)
  }

  #note(path: string, message: string, offset?: number): void {
    this.problems.push({ path, message, ...(offset !== undefined && { offset }) })
  }
}

function isPrincipalType(type: string): type is PrincipalType {
  return (PRINCIPAL_TYPES as readonly string[]).includes(type)
}
