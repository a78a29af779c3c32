import type { PageDto } from './dto/keys.ts'

const PAGE_SIZES: readonly number[] = [25, 50, 100, 250]
const DEFAULT_PAGE_SIZE = 50

/** Which page of a list an address asks for; what it does not understand counts as not there. */
export function parsePage(params: URLSearchParams): { readonly page: number; readonly pageSize: number } {
  const size = Number(params.get('size'))
  return {
    page: Math.max(1, Math.trunc(Number(params.get('page'))) || 1),
    pageSize: PAGE_SIZES.includes(size) ? size : DEFAULT_PAGE_SIZE,
  }
}

/** The words that an address looks for, in small letters. */
export function wordsOf(params: URLSearchParams): readonly string[] {
  return (params.get('q') ?? '').toLowerCase().split(/\s+/).filter(Boolean)
}

/** Whether every word is somewhere in what there is to say about a row. */
export function hasWords(words: readonly string[], about: () => string): boolean {
  if (words.length === 0) return true
  const text = about().toLowerCase()
  return words.every((word) => text.includes(word))
}

/** Cuts a page out of the rows that matched; a page behind the last one is the last one. */
export function pageOf<T>(matching: readonly T[], wanted: number, pageSize: number): Omit<PageDto<T>, 'total'> {
  const pages = Math.max(1, Math.ceil(matching.length / pageSize))
  const page = Math.min(wanted, pages)
  const start = (page - 1) * pageSize
  return { rows: matching.slice(start, start + pageSize), matching: matching.length, page, pageSize }
}
