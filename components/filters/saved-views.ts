import { useKept } from '../hooks/use-kept.ts'

/** A list as it was seen, under a name. */
export interface SavedView {
  readonly name: string
  /** The search part of its address, without `?`. */
  readonly search: string
}

const NONE: readonly SavedView[] = []

/** What was kept; what is not of this form counts as not there. */
export function parseViews(text: string | null): readonly SavedView[] {
  try {
    const views: unknown = JSON.parse(text ?? '[]')
    return Array.isArray(views) ? views.filter(isView) : NONE
  } catch {
    return NONE
  }
}

function isView(value: unknown): value is SavedView {
  if (typeof value !== 'object' || value === null || !('name' in value) || !('search' in value)) return false
  return typeof value.name === 'string' && typeof value.search === 'string'
}

/** One of that name takes the place of the other; they stand in the order of their names. */
export function withView(views: readonly SavedView[], view: SavedView): readonly SavedView[] {
  return [...views.filter(({ name }) => name !== view.name), view].sort((a, b) => (a.name < b.name ? -1 : 1))
}

/** What of an address belongs to a view: not its place in the list, nor what is open, as `passing` names it. */
export function viewSearch(params: URLSearchParams, passing: readonly string[]): string {
  const kept = new URLSearchParams(params)
  for (const name of passing) kept.delete(name)
  kept.sort()
  return kept.toString()
}

/** Views of one list, kept in this browser; other tabs follow. */
export function useSavedViews(list: string) {
  const [text, keep] = useKept(`${list}.views`)
  const views = parseViews(text)
  const store = (next: readonly SavedView[]) => keep(next.length === 0 ? undefined : JSON.stringify(next))
  return {
    views,
    save: (view: SavedView) => store(withView(views, view)),
    remove: (name: string) => store(views.filter((view) => view.name !== name)),
  }
}
