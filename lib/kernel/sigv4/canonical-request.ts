import { canonicalHeaders } from './canonical-headers.ts'
import { canonicalPath } from './canonical-path.ts'
import { canonicalQuery } from './canonical-query.ts'
import { payloadHash } from './payload-hash.ts'
import type { SignableRequest } from './request.ts'

export interface CanonicalForm {
  /** Lower-case and sorted. */
  readonly signedHeaders: readonly string[]
  /** In the query form the signature itself stands in the query, and is left out of what it signs. */
  readonly form: 'header' | 'query'
  /** False is S3's way; true when left out. */
  readonly normalizePath?: boolean | undefined
}

/** Canonical request (AWS IAM user guide, "Create a signed AWS API request", step 1). One character per byte. */
export function canonicalRequest(request: SignableRequest, form: CanonicalForm): string {
  return [
    request.method,
    canonicalPath(request.path, form.normalizePath),
    canonicalQuery(request.query, form.form === 'query' ? 'X-Amz-Signature' : undefined),
    canonicalHeaders(request.headers, form.signedHeaders),
    form.signedHeaders.join(';'),
    payloadHash(request),
  ].join('\n')
}
