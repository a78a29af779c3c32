import { toBase64 } from '#kernel/bytes.ts'
import { sha256 } from '#kernel/hash.ts'
import type { EpochMillis } from '#kernel/ids.ts'
import { ServiceError } from '#kernel/service-error.ts'
import { formatAmzDate } from '#kernel/sigv4/amz-date.ts'
import type { AuthorizationFault, AuthorizationPart } from '#kernel/sigv4/authorization.ts'

/*
 * What AWS answers to requests that it cannot authenticate, in its words as they were recorded at its JSON
 * services (KMS, DynamoDB, Kinesis). The Query services use other codes for the same: see `#wire/query.ts`.
 */

/** How far a request's time may be from ours, in milliseconds: 5 minutes. */
export const TOLERANCE = 300_000

export const missingToken = () =>
  new ServiceError('MissingAuthenticationTokenException', 'Missing Authentication Token')

export const unknownAccessKey = () =>
  new ServiceError('UnrecognizedClientException', 'The security token included in the request is invalid.')

export const expiredToken = () =>
  new ServiceError('ExpiredTokenException', 'The security token included in the request is expired')

export const wrongSignature = () =>
  invalid(
    'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.',
  )

export const signedTwice = () =>
  invalid("Found both 'X-Amz-Algorithm' as a query-string param and 'Authorization' as HTTP header.")

export function expired(amzDate: string, now: EpochMillis): ServiceError {
  const earliest = formatAmzDate((now - TOLERANCE) as EpochMillis)
  return invalid(`Signature expired: ${amzDate} is now earlier than ${earliest} (${formatAmzDate(now)} - 5 min.)`)
}

/** A query signature that is past the time it set itself. */
export function presignExpired(end: EpochMillis, now: EpochMillis): ServiceError {
  return invalid(`Signature expired: ${formatAmzDate(end)} is now earlier than ${formatAmzDate(now)}`)
}

export function notYetCurrent(amzDate: string, now: EpochMillis): ServiceError {
  const latest = formatAmzDate((now + TOLERANCE) as EpochMillis)
  return invalid(`Signature not yet current: ${amzDate} is still later than ${latest} (${formatAmzDate(now)} + 5 min.)`)
}

export function unsigned(header: string): ServiceError {
  const name = header === 'host' ? "'Host' or ':authority'" : `'${header}'`
  return invalid(`${name} must be a 'SignedHeader' in the AWS Authorization.`)
}

/** One sentence for each part of the credential scope that is wrong. */
export const wrongScope = (sentences: readonly string[]) => invalid(sentences.join(' '))
export const wrongRegion = 'Credential should be scoped to a valid region.'
export const wrongService = (service: string) => `Credential should be scoped to correct service: '${service}'.`
export const wrongDate = (date: string, amzDate: string) =>
  `Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '${date}' != '${amzDate.slice(0, 8)}', from '${amzDate}'.`

/** The error for a request whose authorization cannot be read. `header` is its Authorization header, if any. */
export function unreadable(fault: AuthorizationFault, header: string | undefined): ServiceError {
  switch (fault.fault) {
    case 'absent':
      return missingToken()
    case 'algorithm':
      return fault.found.startsWith('AWS4-') ? unsupportedAlgorithm(fault.found) : missingToken()
    case 'incomplete':
      return header === undefined ? incompleteQuery(fault.missing) : incompleteHeader(fault.missing, header)
    case 'malformed':
      return malformed(fault.part, fault.found)
  }
}

function unsupportedAlgorithm(found: string): ServiceError {
  return incomplete(`Unsupported AWS 'algorithm': '${found}' (only AWS4-HMAC-SHA256 for now).`)
}

function incompleteHeader(missing: readonly AuthorizationPart[], header: string): ServiceError {
  const sentences = missing.map((part) =>
    part === 'Date'
      ? "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header."
      : `Authorization header requires '${part}' parameter.`,
  )
  const hash = toBase64(sha256(header))
  return incomplete(`${sentences.join(' ')} (Hashed with SHA-256 and encoded with Base64) Authorization=${hash}`)
}

function incompleteQuery(missing: readonly AuthorizationPart[]): ServiceError {
  const sentences = missing.map((part) => `AWS query-string parameters must include 'X-Amz-${part}'.`)
  return incomplete(`${sentences.join(' ')} Re-examine the query-string parameters.`)
}

function malformed(part: AuthorizationPart, found: string): ServiceError {
  switch (part) {
    case 'Credential':
      return malformedCredential(found)
    case 'Date':
      return incomplete(
        `Date must be in ISO-8601 'basic format'. Got '${found}'. See http://en.wikipedia.org/wiki/ISO_8601`,
      )
    case 'Expires':
      return incomplete(`X-Amz-Expires must be a number of seconds. Got '${found}'.`)
    default:
      return wrongSignature()
  }
}

function malformedCredential(found: string): ServiceError {
  const elements = found.split('/')
  const terminator = elements[4]
  if (elements.length === 5 && elements.every(Boolean)) {
    return invalid(`Credential should be scoped with a valid terminator: 'aws4_request', not '${terminator}'.`)
  }
  return incomplete(
    `Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got '${found}'`,
  )
}

function incomplete(message: string): ServiceError {
  return new ServiceError('IncompleteSignatureException', message)
}

function invalid(message: string): ServiceError {
  return new ServiceError('InvalidSignatureException', message)
}
