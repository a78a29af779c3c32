import type { Authorization, AuthorizationFault, AuthorizationPart } from './authorization.ts'
import { authorizationOf, malformed } from './authorization.ts'
import { queryParameters } from './canonical-query.ts'
import { ALGORITHM } from './request.ts'

const PREFIX = 'X-Amz-'
const PARTS: readonly AuthorizationPart[] = [
  'Credential',
  'Signature',
  'SignedHeaders',
  'Date',
  'Expires',
  'Security-Token',
]

/** Reads the presigned form: `X-Amz-Algorithm`, `X-Amz-Credential` and so on in the raw query. */
export function parseAuthorizationQuery(query: string): Authorization | AuthorizationFault {
  const parameters = queryParameters(query)
  const algorithm = parameters.find(([name]) => name === `${PREFIX}Algorithm`)?.[1]
  if (algorithm === undefined) return { fault: 'absent' }
  if (algorithm !== ALGORITHM) return { fault: 'algorithm', found: algorithm }
  const found: Partial<Record<AuthorizationPart, string>> = {}
  for (const [name, raw] of parameters) {
    const part = PARTS.find((known) => name === PREFIX + known)
    if (!part) continue
    const value = decode(raw)
    if (value === undefined || found[part] !== undefined) return malformed(part, raw)
    found[part] = value
  }
  return authorizationOf('query', found)
}

/** Undefined where the bytes are not UTF-8 or an escape is broken. */
function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}
