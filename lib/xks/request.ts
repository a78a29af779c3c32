import type { JsonObject } from '#audit/record.ts'
import { invalid, tooLarge } from './errors.ts'
import type { Members } from './members.ts'
import { bytesAt, isMembers } from './members.ts'

const MAX_TEXT = 2048
/** All that the protocol has; what AWS KMS may add later is let by (XKS proxy API specification, Appendix B). */
const OPTIONAL = ['awsPrincipalArn', 'awsSourceVpc', 'awsSourceVpce', 'kmsKeyArn', 'kmsViaService'] as const
type RequiredMember = 'awsPrincipalArn' | 'kmsKeyArn' | 'kmsOperation' | 'kmsRequestId'

/** Throws ValidationException for what is no JSON object. */
export function membersOf(content: unknown): Members {
  if (isMembers(content)) return content
  throw invalid('The body must be a JSON object.')
}

/** Who asks AWS KMS for what, for the event. Nothing is decided by it. */
export function requestMetadata(content: Members, required: readonly RequiredMember[]): JsonObject {
  const given = content.requestMetadata
  if (!isMembers(given)) throw invalid('requestMetadata must be a JSON object.')
  const names = [...required, ...OPTIONAL.filter((name) => given[name] !== undefined)]
  return Object.fromEntries(names.map((name) => [name, shortText(given, name)]))
}

function shortText(given: Members, name: string): string {
  const value = given[name]
  const fits = typeof value === 'string' && value.length > 0 && value.length <= MAX_TEXT && value.isWellFormed()
  if (fits) return value
  throw invalid(`requestMetadata.${name} must be a text of 1 to ${MAX_TEXT} characters.`)
}

export function constant(content: Members, name: string, value: string): void {
  if (content[name] !== value) throw invalid(`${name} must be ${value}.`)
}

/** Base64 of 1 to `most` bytes. */
export function data(content: Members, name: string, most: number): Buffer {
  const bytes = decoded(content, name)
  if (bytes.length === 0) throw invalid(`${name} must not be empty.`)
  if (bytes.length > most) throw tooLarge(`${name} must not have more than ${most} bytes.`)
  return bytes
}

/** Base64 of at most `most` bytes; none where it is left out. */
export function optionalData(content: Members, name: string, most: number): Buffer {
  return content[name] === undefined ? Buffer.alloc(0) : data(content, name, most)
}

/** Base64 of bytes of one of these lengths. */
export function exactly(content: Members, name: string, lengths: readonly number[]): Buffer {
  const bytes = decoded(content, name)
  if (lengths.includes(bytes.length)) return bytes
  throw invalid(`${name} must have ${lengths.join(' or ')} bytes.`)
}

function decoded(content: Members, name: string): Buffer {
  const bytes = bytesAt(content, name)
  if (bytes) return bytes
  throw invalid(`${name} must be base64.`)
}
