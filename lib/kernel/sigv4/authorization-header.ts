import type { Authorization, AuthorizationFault, AuthorizationPart, AuthorizationText } from './authorization.ts'
import { authorizationOf, malformed } from './authorization.ts'
import type { SignableRequest } from './request.ts'
import { ALGORITHM } from './request.ts'

type Headers = SignableRequest['headers']
const PARTS: readonly AuthorizationPart[] = ['Credential', 'SignedHeaders', 'Signature']

/**
 * Reads `Authorization: AWS4-HMAC-SHA256 Credential=…, SignedHeaders=…, Signature=…` with `x-amz-date` and
 * `x-amz-security-token` beside it. The parts may come in any order; nothing else may stand among them.
 */
export function parseAuthorizationHeader(headers: Headers): Authorization | AuthorizationFault {
  const value = only(headers, 'authorization')
  if (value === undefined) return { fault: 'absent' }
  const [algorithm = '', ...rest] = value.split(' ')
  if (algorithm !== ALGORITHM) return { fault: 'algorithm', found: algorithm }
  const parts = parseParts(rest.join(' '))
  if ('fault' in parts) return parts
  return authorizationOf('header', {
    ...parts,
    Date: only(headers, 'x-amz-date'),
    'Security-Token': only(headers, 'x-amz-security-token'),
  })
}

function parseParts(text: string): AuthorizationText | AuthorizationFault {
  const found: Partial<Record<AuthorizationPart, string>> = {}
  let odd = false
  for (const item of text.split(',').map((each) => each.trim())) {
    const equals = item.indexOf('=')
    const part = PARTS.find((name) => name === item.slice(0, equals))
    if (!part) odd = true
    else if (found[part] !== undefined) return malformed(part, text)
    else found[part] = item.slice(equals + 1)
  }
  // What is missing is told first: it is the likelier cause.
  return odd && PARTS.every((part) => found[part] !== undefined) ? malformed('Signature', text) : found
}

/** A header that comes twice counts as missing: nothing says which of the two was meant. */
function only(headers: Headers, name: string): string | undefined {
  const values = headers.get(name)
  return values?.length === 1 ? values[0]?.trim() : undefined
}
