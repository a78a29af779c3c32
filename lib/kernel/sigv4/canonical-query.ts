import { uriReencode } from './uri-encode.ts'

type Parameter = readonly [name: string, value: string]

/** The parameters of a raw query string in their order, still percent-encoded. */
export function queryParameters(query: string): readonly Parameter[] {
  return query
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair) => {
      const equals = pair.indexOf('=')
      return equals < 0 ? [pair, ''] : [pair.slice(0, equals), pair.slice(equals + 1)]
    })
}

/** Canonical query string: encoded, sorted by name, then by value, without the parameter named `except`. */
export function canonicalQuery(query: string, except?: string): string {
  if (query === '') return ''
  return queryParameters(query)
    .map(([name, value]): Parameter => [uriReencode(name), uriReencode(value)])
    .filter(([name]) => name !== except)
    .sort(([a, x], [b, y]) => compare(a, b) || compare(x, y))
    .map(([name, value]) => `${name}=${value}`)
    .join('&')
}

function compare(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}
