import type { AliasDto, KeyRowDto, PageDto } from './dto/keys.ts'
import { hasWords, pageOf, parsePage, wordsOf } from './page-of.ts'

/** The aliases of many keys in order of their names, filtered and cut as an address says. */
export function listAliases(keys: readonly KeyRowDto[], params: URLSearchParams): PageDto<AliasDto> {
  const words = wordsOf(params)
  const { page, pageSize } = parsePage(params)
  const all = keys.flatMap(({ keyId, state, aliases }) => aliases.map((name) => ({ name, keyId, keyState: state })))
  const matching = all
    .filter(({ name, keyId }) => hasWords(words, () => `${name} ${keyId}`))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
  return { ...pageOf(matching, page, pageSize), total: all.length }
}
