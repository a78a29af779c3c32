import type { WireRequest } from './message.ts'
import { header } from './message.ts'

/**
 * Who answers a request. `form` means that the first bytes of the body decide: a form with `Action=` is for the
 * wire, any other for Next.
 */
export type Route = 'wire' | 'xks' | 'health' | 'metrics' | 'admin' | 'integrations' | 'form' | 'next'

const ADMIN = '/_keystead'
/** `<prefix>/<service>/<operation>`: services that encrypt by AWS KMS. */
export const INTEGRATIONS = '/_keystead/integrations'
/** Of our own face as a proxy of external key stores. Its requests are signed as those of the wire. */
const XKS = '/kms/xks/v1'
const isUnder = (path: string, prefix: string) => path === prefix || path.startsWith(`${prefix}/`)

/** Decides by the request line and the headers alone. What carries a `Next-Action` header is always Next's. */
export function route(request: Pick<WireRequest, 'method' | 'target' | 'headers'>): Route {
  const { headers, target } = request
  if (headers['next-action'] !== undefined) return 'next'
  if (headers['x-amz-target'] !== undefined) return 'wire'
  const mark = target.indexOf('?')
  const path = mark < 0 ? target : target.slice(0, mark)
  if (isUnder(path, XKS)) return 'xks'
  if (header(request, 'authorization').startsWith('AWS4-HMAC-SHA256')) return 'wire'
  if (mark >= 0 && /[?&]X-Amz-Signature=/.test(target.slice(mark))) return 'wire'
  if (path === '/health') return 'health'
  if (path === '/metrics') return 'metrics'
  if (path.startsWith(`${INTEGRATIONS}/`)) return 'integrations'
  if (isUnder(path, ADMIN)) return 'admin'
  const isForm = header(request, 'content-type').startsWith('application/x-www-form-urlencoded')
  return path === '/' && request.method === 'POST' && isForm ? 'form' : 'next'
}

/** Whether the beginning of a form body is that of the AWS Query protocol. */
export function looksLikeQuery(beginning: Buffer): boolean {
  return /(?:^|&)Action=/.test(beginning.toString('latin1'))
}
