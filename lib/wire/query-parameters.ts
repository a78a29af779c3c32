import { ServiceError } from '#kernel/service-error.ts'
import type { Members, MembersOf, QueryShape } from '#model/query/shape.ts'

/** Parameters as a tree: `Tags.member.1.Key=a` is under `Tags`, `member`, `1`, `Key`. */
interface Node {
  value?: string
  readonly children: Map<string, Node>
}

/** Deeper than any parameter of ours; what is longer names nothing. */
const MAX_DEPTH = 8
const INTEGER = /^-?\d{1,10}$/

/**
 * The input of an operation (AWS Query): types are right afterwards, constraints are not yet checked. What the
 * operation does not know is ignored, as AWS does. Throws MalformedInput.
 */
export function decodeParameters<M extends Members>(members: M, parameters: URLSearchParams): MembersOf<M> {
  return structure(members, treeOf(parameters)) as MembersOf<M>
}

function treeOf(parameters: URLSearchParams): Node {
  const root: Node = { children: new Map() }
  for (const [name, value] of parameters) {
    const parts = name.split('.', MAX_DEPTH + 1)
    if (parts.length > MAX_DEPTH) continue
    const node = parts.reduce(childOf, root)
    node.value ??= value
  }
  return root
}

function childOf({ children }: Node, name: string): Node {
  const known = children.get(name)
  if (known) return known
  const made: Node = { children: new Map() }
  children.set(name, made)
  return made
}

function structure(members: Members, { children }: Node): object {
  const entries = Object.entries(members).flatMap(([name, shape]) => {
    const child = children.get(name)
    const value = child && decode(shape, child, name)
    return value === undefined ? [] : [[name, value] as const]
  })
  return Object.fromEntries(entries)
}

function decode(shape: QueryShape, node: Node, name: string): unknown {
  switch (shape.type) {
    case 'structure':
      return structure(shape.members, node)
    case 'list':
      return list(shape.member, node, name)
    case 'string':
      return node.value
    case 'integer':
      return node.value === undefined ? undefined : integer(node.value, name)
    case 'boolean':
      return node.value === undefined ? undefined : boolean(node.value, name)
    default:
      return undefined
  }
}

/** In the order of the numbers, whatever gaps there are between them. `Tags=` alone is an empty list. */
function list(member: QueryShape, node: Node, name: string): unknown {
  const items = node.children.get('member')
  if (!items) return node.value === '' ? [] : undefined
  return [...items.children]
    .map(([index, child]) => [indexOf(index, name), child] as const)
    .sort(([a], [b]) => a - b)
    .map(([, child]) => decode(member, child, name))
}

function indexOf(text: string, name: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text)
  throw malformed(`Invalid index '${text}' of the list ${name}`)
}

function integer(text: string, name: string): number {
  if (INTEGER.test(text)) return Number(text)
  throw malformed(`The value of ${name} is not an integer`)
}

function boolean(text: string, name: string): boolean {
  const lower = text.toLowerCase()
  if (lower === 'true' || lower === 'false') return lower === 'true'
  throw malformed(`The value of ${name} is not a boolean`)
}

function malformed(message: string): ServiceError {
  return new ServiceError('MalformedInput', message)
}
