import { utf8 } from '#kernel/bytes.ts'

const UNRESERVED = /[A-Za-z0-9\-._~]/
const NOT_UNRESERVED_OR_SLASH = /[^A-Za-z0-9\-._~/]/gu
const ESCAPE_OR_NOT_UNRESERVED = /%[0-9A-Fa-f]{2}|[^A-Za-z0-9\-._~]/gu

/**
 * Percent-encodes the UTF-8 bytes of all but slashes and the unreserved characters of RFC 3986, in upper case.
 * A percent sign that is there already is encoded again.
 */
export function uriEncodePath(path: string): string {
  return path.replace(NOT_UNRESERVED_OR_SLASH, percentEncode)
}

/**
 * Brings text that is percent-encoded already into the one form in which everything is encoded but unreserved
 * characters. Works on bytes, so sequences that are not UTF-8 pass too.
 */
export function uriReencode(text: string): string {
  return text.replace(ESCAPE_OR_NOT_UNRESERVED, (match) =>
    match.length === 3 ? normalize(match) : percentEncode(match),
  )
}

function normalize(sequence: string): string {
  const character = String.fromCharCode(Number.parseInt(sequence.slice(1), 16))
  return UNRESERVED.test(character) ? character : sequence.toUpperCase()
}

function percentEncode(character: string): string {
  return utf8(character).toString('hex').toUpperCase().replace(/../g, '%$&')
}
