import type { EpochMillis } from '#kernel/ids.ts'
import type { Members, QueryShape } from '#model/query/shape.ts'
import { lowerCamel } from '#model/schema.ts'
import { dateText } from './date-text.ts'
import type { Json } from './record.ts'
import { filled } from './request-parameters.ts'

/** The longest text that is recorded whole. */
const MAX_TEXT = 32_768

/**
 * What may be recorded of a valid value of an AWS Query operation: what is marked sensitive is left out, dates become
 * text, long texts are cut. Null when nothing is left.
 */
export function recordable(members: Members | undefined, value: unknown): Json {
  return filled(members && kept({ type: 'structure', members }, value))
}

function kept(shape: QueryShape, value: unknown): Json | undefined {
  switch (shape.type) {
    case 'string':
      return shape.sensitive || typeof value !== 'string' ? undefined : cut(value)
    case 'integer':
      return typeof value === 'number' ? value : undefined
    case 'boolean':
      return typeof value === 'boolean' ? value : undefined
    case 'timestamp':
      return typeof value === 'number' ? dateText(value as EpochMillis) : undefined
    case 'map':
      return value instanceof Map ? Object.fromEntries(value) : undefined
    case 'list':
      return Array.isArray(value) ? value.flatMap((item) => kept(shape.member, item) ?? []) : undefined
    case 'structure':
      return structure(shape.members, value)
  }
}

function structure(members: Members, value: unknown): Json | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const entries = Object.keys(members)
    .sort()
    .flatMap((name): [string, Json][] => {
      const shape = members[name]
      const member = shape && kept(shape, Reflect.get(value, name))
      return member === undefined ? [] : [[lowerCamel(name), member]]
    })
  return Object.fromEntries(entries)
}

function cut(value: string): string {
  return value.length <= MAX_TEXT ? value : `${value.slice(0, MAX_TEXT).toWellFormed()}…`
}
