import { invalidMarker } from '../errors.ts'
import type { IamContext } from '../operation.ts'
import { globalScope } from '../session-token.ts'

const USUAL = 100

interface Asked {
  readonly Marker?: string | undefined
  readonly MaxItems?: number | undefined
}

/**
 * Cuts a whole list, in the order of `id`, down to the page that was asked for. A marker is opaque and bound to the
 * account and to `list`; it still holds when its item is gone.
 */
export async function pageOf<T>(
  all: readonly T[],
  { Marker, MaxItems = USUAL }: Asked,
  list: string,
  id: (item: T) => string,
  { place, ports }: IamContext,
): Promise<{ items: readonly T[]; position: { IsTruncated: boolean; Marker?: string } }> {
  const scope = globalScope(place.sandbox, place.account)
  const purpose = `marker:iam:${list}`
  const after = Marker === undefined ? undefined : ports.vault.openToken(scope, purpose, Marker)
  if (Marker !== undefined && after === undefined) throw invalidMarker()
  const rest = after === undefined ? all : all.filter((item) => id(item) > after)
  const items = rest.slice(0, MaxItems)
  const last = items.at(-1)
  if (rest.length <= MaxItems || last === undefined) return { items, position: { IsTruncated: false } }
  await ports.vault.prepare(scope)
  return { items, position: { IsTruncated: true, Marker: ports.vault.mintToken(scope, purpose, id(last)) } }
}
