import type { Clock } from '#kernel/clock.ts'
import type { EpochMillis, Region, SandboxId } from '#kernel/ids.ts'
import type { CacheTally } from '#kernel/observer.ts'
import type { Authorization } from '#kernel/sigv4/authorization.ts'
import { parseAuthorizationHeader } from '#kernel/sigv4/authorization-header.ts'
import { parseAuthorizationQuery } from '#kernel/sigv4/authorization-query.ts'
import { unsignedHeaders } from '#kernel/sigv4/canonical-headers.ts'
import { payloadHashMatches } from '#kernel/sigv4/payload-hash.ts'
import type { SignableRequest } from '#kernel/sigv4/request.ts'
import { signatureMatches } from '#kernel/sigv4/signature.ts'
import { cachedSigningKeys } from '#kernel/sigv4/signing-key.ts'
import type { Credential, Identities } from '#kms/ports.ts'
import { findRegion } from '#model/regions.ts'
import {
  expired,
  expiredToken,
  missingToken,
  notYetCurrent,
  presignExpired,
  signedTwice,
  TOLERANCE,
  unknownAccessKey,
  unreadable,
  unsigned,
  wrongDate,
  wrongRegion,
  wrongScope,
  wrongService,
  wrongSignature,
} from './signature-errors.ts'

/** The longest that AWS lets a query signature be good for, in seconds: 7 days. */
const LONGEST_PRESIGN = 604_800

/** A request as it came over HTTP. */
export interface SignedMessage {
  readonly method: string
  /** Path and query as sent. */
  readonly target: string
  /** Names and values in turn, as they came. */
  readonly rawHeaders: readonly string[]
  readonly body: Uint8Array
}

/** Whose request it is, and which Region it was signed for. */
export interface Verified {
  readonly credential: Credential
  readonly region: Region
}

/**
 * Verifies a request that is meant for a service. Throws ServiceError with AWS's code and words. `skewed` is told before
 * that when the clock is wrong for this request, by how many milliseconds.
 */
export type Verify = (message: SignedMessage, service: string, skewed?: (millis: number) => void) => Promise<Verified>

export interface VerifierPorts {
  readonly identities: Pick<Identities, 'credential'>
  /** Signatures are as fresh as the wall clock says, whatever a sandbox thinks of the time. */
  readonly clock: Clock
  /** How far that clock is ahead for the next request of a sandbox: 0, but where it is to be wrong. */
  readonly skewOf?: (sandbox: SandboxId) => number
  /** In open mode the signature must be readable and its scope right, but anyone may have made it, at any time. */
  readonly mode: 'strict' | 'open'
  /** Counts the signing keys that were in memory, and those that were not. */
  readonly signingKeys?: CacheTally
}

/**
 * AWS Signature Version 4 (AWS IAM user guide, "AWS Signature Version 4 for API requests"), header and query form.
 * The checks come in AWS's order.
 */
export function createVerifier({ identities, clock, skewOf, mode, signingKeys: tally }: VerifierPorts): Verify {
  const signingKeys = cachedSigningKeys(undefined, tally)
  return async (message, service, skewed) => {
    const request = signable(message)
    const authorization = authorizationOf(request)
    // Whose key it is says what time it is to be; that there is none is told in its turn.
    const credential = await identities.credential(authorization.accessKeyId, authorization.securityToken)
    const skew = typeof credential === 'object' ? (skewOf?.(credential.sandbox) ?? 0) : 0
    if (skew !== 0) skewed?.(skew)
    if (mode === 'strict') checkTime(authorization, (clock.now() + skew) as EpochMillis)
    if (mode === 'strict') checkSignedHeaders(request, authorization)
    const region = checkScope(authorization, service)
    if (!credential) throw unknownAccessKey()
    if (credential === 'expired') throw expiredToken()
    if (mode === 'strict') {
      const right = signatureMatches(request, authorization, credential.secretAccessKey, { signingKeys })
      if (!right || !payloadHashMatches(request)) throw wrongSignature()
    }
    return { credential, region }
  }
}

function signable({ method, target, rawHeaders, body }: SignedMessage): SignableRequest {
  // The canonical path of anything else would be that of `/`, which it is not.
  if (!target.startsWith('/')) throw wrongSignature()
  const headers = new Map<string, string[]>()
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const name = (rawHeaders[i] ?? '').toLowerCase()
    const value = rawHeaders[i + 1] ?? ''
    const values = headers.get(name)
    if (values) values.push(value)
    else headers.set(name, [value])
  }
  const mark = target.indexOf('?')
  if (mark < 0) return { method, path: target, query: '', headers, body }
  return { method, path: target.slice(0, mark), query: target.slice(mark + 1), headers, body }
}

function authorizationOf({ headers, query }: SignableRequest): Authorization {
  const header = headers.get('authorization')?.[0]
  const presigned = query.includes('X-Amz-Algorithm=') || query.includes('X-Amz-Signature=')
  if (header !== undefined && presigned) throw signedTwice()
  if (header === undefined && !presigned) throw missingToken()
  const parsed = presigned ? parseAuthorizationQuery(query) : parseAuthorizationHeader(headers)
  if ('fault' in parsed) throw unreadable(parsed, header)
  return parsed
}

function checkTime({ time, amzDate, expires }: Authorization, now: EpochMillis): void {
  if (time > now + TOLERANCE) throw notYetCurrent(amzDate, now)
  if (expires === undefined) {
    if (time < now - TOLERANCE) throw expired(amzDate, now)
    return
  }
  const end = (time + Math.min(expires, LONGEST_PRESIGN) * 1000) as EpochMillis
  if (end < now) throw presignExpired(end, now)
}

function checkSignedHeaders({ headers }: SignableRequest, { signedHeaders }: Authorization): void {
  const [first] = unsignedHeaders(headers, signedHeaders)
  if (first !== undefined) throw unsigned(first)
}

function checkScope({ scope, amzDate }: Authorization, service: string): Region {
  const region = findRegion(scope.region)?.region
  const wrong: string[] = []
  if (region === undefined) wrong.push(wrongRegion)
  if (scope.service !== service) wrong.push(wrongService(service))
  if (scope.date !== amzDate.slice(0, 8)) wrong.push(wrongDate(scope.date, amzDate))
  if (region === undefined || wrong.length > 0) throw wrongScope(wrong)
  return region
}
