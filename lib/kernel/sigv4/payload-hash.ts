import { sha256Hex } from '#kernel/hash.ts'
import type { SignableRequest } from './request.ts'

/** Lower-case hexadecimal SHA-256 of the body. */
export function payloadHash(request: SignableRequest): string {
  return request.payloadHash ?? sha256Hex(request.body)
}

/**
 * Whether `x-amz-content-sha256`, where there is one, is the body's. `UNSIGNED-PAYLOAD` and the streaming forms
 * are S3's alone and never match.
 */
export function payloadHashMatches(request: SignableRequest): boolean {
  const claimed = request.headers.get('x-amz-content-sha256')
  if (claimed === undefined) return true
  return claimed.length === 1 && claimed[0] === payloadHash(request)
}
