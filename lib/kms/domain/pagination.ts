import { invalidMarker, invalidMember } from '../errors.ts'
import type { Context } from '../operation.ts'
import type { Page } from '../ports.ts'

/** What an operation allows as `Limit`, and what it takes when there is none. */
export interface Limits {
  readonly most: number
  readonly usual: number
}

/** ListKeys, ListKeyPolicies, ListKeyRotations. */
export const LONG_PAGE: Limits = { most: 1000, usual: 100 }
/** ListAliases, ListGrants, ListRetirableGrants. */
export const SHORT_PAGE: Limits = { most: 100, usual: 50 }
/** ListResourceTags. */
export const TAG_PAGE: Limits = { most: 50, usual: 50 }

interface Asked {
  readonly Limit?: number
  readonly Marker?: string
}

/** A page as it was asked for: `after` is the last item of the page before. */
export interface PageRequest {
  readonly limit: number
  readonly after?: string
}

/**
 * Reads Limit and Marker. A marker is opaque and bound to the scope and to `list`, so one of another list,
 * account or Region is InvalidMarkerException.
 */
export function pageOf(asked: Asked, limits: Limits, list: string, context: Context): PageRequest {
  const limit = asked.Limit ?? limits.usual
  if (limit > limits.most) {
    throw invalidMember(limit, 'limit', `Member must have value less than or equal to ${limits.most}`)
  }
  if (asked.Marker === undefined) return { limit }
  const after = context.ports.materials.openToken(context.scope, `marker:${list}`, asked.Marker)
  if (after === undefined) throw invalidMarker()
  return { limit, after }
}

/** What to ask the store for: one row more than the page holds, so that it shows whether there is a next one. */
export function oneMore<K extends string>({ limit, after }: PageRequest): Page<K> {
  return { limit: limit + 1, ...(after !== undefined && { after: after as K }) }
}

/**
 * Cuts one row more than asked down to the page, with AWS's members: NextMarker only when truncated. There are lists
 * with rows for a scope that has none of its own, and so nothing yet to seal a marker with.
 */
export async function pageAnswer<T>(
  rows: readonly T[],
  page: PageRequest,
  list: string,
  id: (row: T) => string,
  context: Context,
) {
  const items = rows.slice(0, page.limit)
  const last = items.at(-1)
  if (rows.length <= page.limit || last === undefined) return { items, position: { Truncated: false } }
  await context.ports.materials.prepare(context.scope)
  const marker = context.ports.materials.mintToken(context.scope, `marker:${list}`, id(last))
  return { items, position: { Truncated: true, NextMarker: marker } }
}

/** For lists that are whole in memory already, in the order of `id`: a marker still holds when its item is gone. */
export async function pageOfAll<T>(
  all: readonly T[],
  page: PageRequest,
  list: string,
  id: (row: T) => string,
  context: Context,
) {
  const { after } = page
  const rest = after === undefined ? all : all.filter((row) => id(row) > after)
  return pageAnswer(rest, page, list, id, context)
}
