import { isoSeconds } from '#kernel/clock.ts'
import type { EpochMillis } from '#kernel/ids.ts'
import type { Members, QueryShape } from '#model/query/shape.ts'

/** The members of an answer as AWS Query writes them, in the order of their shape; absent ones are left out. */
export function membersXml(members: Members, value: unknown, depth: number): string {
  if (typeof value !== 'object' || value === null) return ''
  return Object.entries(members)
    .map(([name, shape]) => {
      const member: unknown = Reflect.get(value, name)
      return member === undefined ? '' : element(name, content(shape, member, depth + 1), depth)
    })
    .join('')
}

/** Text, or elements on lines of their own. */
type Content = { readonly text: string } | { readonly elements: string }

function content(shape: QueryShape, value: unknown, depth: number): Content {
  switch (shape.type) {
    case 'structure':
      return { elements: membersXml(shape.members, value, depth) }
    case 'list': {
      const items: readonly unknown[] = Array.isArray(value) ? value : []
      const one = (item: unknown) => element('member', content(shape.member, item, depth + 1), depth)
      return { elements: items.map(one).join('') }
    }
    case 'map':
      return { elements: entries(value instanceof Map ? value : new Map(), depth) }
    case 'timestamp':
      return { text: isoSeconds(Number(value) as EpochMillis) }
    default:
      return { text: escaped(String(value)) }
  }
}

function entries(map: ReadonlyMap<string, number>, depth: number): string {
  const one = ([key, value]: [string, number]) => {
    const pair = ['key', 'value'].map((name, index) =>
      element(name, { text: escaped(String([key, value][index])) }, depth + 1),
    )
    return element('entry', { elements: pair.join('') }, depth)
  }
  return [...map].map(one).join('')
}

function element(name: string, inner: Content, depth: number): string {
  const indent = '  '.repeat(depth)
  if ('text' in inner) return `${indent}<${name}>${inner.text}</${name}>\n`
  return inner.elements === '' ? `${indent}<${name}/>\n` : `${indent}<${name}>\n${inner.elements}${indent}</${name}>\n`
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

/** XML 1.0 cannot hold control characters or lone surrogates at all, so those are replaced. */
export function escaped(text: string): string {
  const characters = text.toWellFormed().replace(/\p{Cc}/gu, '\uFFFD')
  return characters.replace(/[&<>"]/g, (character) => ENTITIES[character] ?? character)
}
