import type { SignableRequest } from './request.ts'

type Headers = SignableRequest['headers']

/**
 * Canonical headers: a line for each signed one, values trimmed, runs of white space made one, several values
 * joined by commas. A signed header that is missing counts as empty, which the signature then refuses.
 */
export function canonicalHeaders(headers: Headers, signed: readonly string[]): string {
  let lines = ''
  for (const name of signed) lines += `${name}:${(headers.get(name) ?? []).map(collapse).join(',')}\n`
  return lines
}

const LOOSE_SPACE = /^ | $| {2}|[\t\r\n]/

function collapse(value: string): string {
  return LOOSE_SPACE.test(value) ? value.replace(/[ \t\r\n]+/g, ' ').replace(/^ | $/g, '') : value
}

/**
 * Headers that must be signed and are not: `host`, and every `x-amz-` header that is there. Unsigned, they
 * could be changed on the way.
 */
export function unsignedHeaders(headers: Headers, signed: readonly string[]): readonly string[] {
  const wanted = ['host', ...[...headers.keys()].filter((name) => name.startsWith('x-amz-'))]
  return wanted.filter((name) => !signed.includes(name))
}
